/** Written by `npm run gen` from the rules and the closed lists of operations; never by hand. */
import type { RuleEntry } from './rule-catalogue.js';

export const ruleCatalogue: readonly RuleEntry[] = [
  {
    "id": "aws.dynamodb.table-idle",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "dynamodb",
    "title": "DynamoDB table with capacity that nobody uses",
    "why": "Provisioned capacity is billed by the hour, read or not.",
    "severity": "medium",
    "effort": "Low",
    "actionGroup": "config",
    "resourceType": "AWS::DynamoDB::Table",
    "readers": [
      "aws.dynamodb.tables"
    ],
    "permissions": [
      {
        "permission": "dynamodb:ListTables",
        "operation": "dynamodb:ListTables",
        "list": "inventory",
        "why": "Names of tables, each to be described."
      },
      {
        "permission": "dynamodb:DescribeTable",
        "operation": "dynamodb:DescribeTable",
        "list": "inventory",
        "why": "What a table provisions and how it is billed; never an item."
      },
      {
        "permission": "cloudwatch:GetMetricData",
        "operation": "cloudwatch:GetMetricData",
        "list": "inventory",
        "why": "Metric statistics of candidates, 500 series a call."
      }
    ],
    "settings": {},
    "verify": "aws cloudwatch get-metric-statistics --namespace AWS/DynamoDB --metric-name ConsumedReadCapacityUnits --dimensions Name=TableName,Value={name} --statistics Sum --period 86400 --start-time \"$(date -u -d '30 days ago' +%FT%TZ)\" --end-time \"$(date -u +%FT%TZ)\" --region {region}",
    "remedy": {
      "steps": [
        "Ask the owner whether the table is still needed.",
        "Switch it to on-demand billing, or take a backup and delete it."
      ],
      "rollback": "Provision the capacity again, or restore the table from its backup."
    }
  },
  {
    "id": "aws.dynamodb.table-overprovisioned",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "dynamodb",
    "title": "DynamoDB table that provisions far more than it uses",
    "why": "Provisioned capacity is billed whether used or not, and without automatic scaling it stays where it was set.",
    "severity": "medium",
    "effort": "Low",
    "actionGroup": "resize",
    "resourceType": "AWS::DynamoDB::Table",
    "readers": [
      "aws.dynamodb.tables",
      "aws.applicationautoscaling.scalable-targets"
    ],
    "permissions": [
      {
        "permission": "dynamodb:ListTables",
        "operation": "dynamodb:ListTables",
        "list": "inventory",
        "why": "Names of tables, each to be described."
      },
      {
        "permission": "dynamodb:DescribeTable",
        "operation": "dynamodb:DescribeTable",
        "list": "inventory",
        "why": "What a table provisions and how it is billed; never an item."
      },
      {
        "permission": "application-autoscaling:DescribeScalableTargets",
        "operation": "application-autoscaling:DescribeScalableTargets",
        "list": "inventory",
        "why": "Which tables change their capacity by themselves."
      },
      {
        "permission": "cloudwatch:GetMetricData",
        "operation": "cloudwatch:GetMetricData",
        "list": "inventory",
        "why": "Metric statistics of candidates, 500 series a call."
      }
    ],
    "settings": {
      "usedPercent": 30
    },
    "verify": "aws cloudwatch get-metric-statistics --namespace AWS/DynamoDB --metric-name ConsumedReadCapacityUnits --dimensions Name=TableName,Value={name} --statistics Sum --period 3600 --start-time \"$(date -u -d '14 days ago' +%FT%TZ)\" --end-time \"$(date -u +%FT%TZ)\" --region {region}",
    "remedy": {
      "steps": [
        "Ask the owner about bursts within an hour, which hourly sums do not show.",
        "Switch on automatic scaling, or lower the provisioned capacity."
      ],
      "rollback": "Raise the provisioned capacity again; it takes effect at once."
    }
  },
  {
    "id": "aws.ec2.address-idle",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "ec2",
    "title": "Elastic IP address that nothing uses",
    "why": "A public IPv4 address is billed by the hour, also when it is associated with nothing or with a stopped machine.",
    "severity": "low",
    "effort": "VeryLow",
    "actionGroup": "terminate",
    "resourceType": "AWS::EC2::EIP",
    "readers": [
      "aws.ec2.addresses",
      "aws.ec2.instances"
    ],
    "permissions": [
      {
        "permission": "ec2:DescribeAddresses",
        "operation": "ec2:DescribeAddresses",
        "list": "inventory",
        "why": "Elastic IP addresses and what they are associated with."
      },
      {
        "permission": "ec2:DescribeInstances",
        "operation": "ec2:DescribeInstances",
        "list": "inventory",
        "why": "Machines, their state, type, age and owner tags."
      }
    ],
    "settings": {},
    "verify": "aws ec2 describe-addresses --allocation-ids {resourceId} --region {region} --query \"Addresses[].[PublicIp,AssociationId,InstanceId]\"",
    "remedy": {
      "steps": [
        "Check that no allow-list of a partner names the address: a released one is hard to get back.",
        "Release the address."
      ],
      "rollback": "Ask for the same address again (allocate-address with --address) while nobody else holds it; there is no guarantee."
    }
  },
  {
    "id": "aws.ec2.instance-generation-superseded",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "ec2",
    "title": "EC2 instance of a superseded generation",
    "why": "Older families cost more per hour than the ones that followed them, and do less for it.",
    "severity": "medium",
    "effort": "Medium",
    "actionGroup": "modernise",
    "resourceType": "AWS::EC2::Instance",
    "readers": [
      "aws.ec2.instances"
    ],
    "permissions": [
      {
        "permission": "ec2:DescribeInstances",
        "operation": "ec2:DescribeInstances",
        "list": "inventory",
        "why": "Machines, their state, type, age and owner tags."
      }
    ],
    "settings": {},
    "verify": "aws ec2 describe-instances --instance-ids {resourceId} --region {region} --query \"Reservations[].Instances[].[InstanceType,PlatformDetails,State.Name]\"",
    "remedy": {
      "steps": [
        "Check that no reservation or savings plan is bound to the old family.",
        "Check that the image has the drivers of the Nitro system (NVMe, ENA).",
        "Stop the machine, change its type, start it."
      ],
      "rollback": "Stop the machine and change its type back."
    }
  },
  {
    "id": "aws.ec2.instance-idle",
    "version": 2,
    "cloud": "aws",
    "family": "cost",
    "service": "ec2",
    "title": "EC2 instance that does nothing",
    "why": "A machine whose processor never reaches 5 % and that moves less than 5 MB a day for two weeks is paid for without being used.",
    "severity": "high",
    "effort": "Low",
    "actionGroup": "terminate",
    "resourceType": "AWS::EC2::Instance",
    "readers": [
      "aws.ec2.instances"
    ],
    "permissions": [
      {
        "permission": "ec2:DescribeInstances",
        "operation": "ec2:DescribeInstances",
        "list": "inventory",
        "why": "Machines, their state, type, age and owner tags."
      },
      {
        "permission": "cloudwatch:GetMetricData",
        "operation": "cloudwatch:GetMetricData",
        "list": "inventory",
        "why": "Metric statistics of candidates, 500 series a call."
      }
    ],
    "settings": {
      "cpuPercent": 5,
      "networkBytesPerDay": 5000000
    },
    "verify": "aws cloudwatch get-metric-statistics --namespace AWS/EC2 --metric-name CPUUtilization --dimensions Name=InstanceId,Value={resourceId} --statistics Maximum --period 86400 --start-time \"$(date -u -d '14 days ago' +%FT%TZ)\" --end-time \"$(date -u +%FT%TZ)\" --region {region}",
    "remedy": {
      "steps": [
        "Ask the owner (tags) what the machine is for: standby, bastion and licence servers are idle by design.",
        "Stop the machine and watch for a week.",
        "Take an image of it and terminate it."
      ],
      "rollback": "Start the stopped machine, or launch a new one from the image."
    }
  },
  {
    "id": "aws.ec2.instance-long-stopped",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "ec2",
    "title": "EC2 instance stopped for long, its volumes still billed",
    "why": "A stopped machine costs nothing itself, but every volume on it is billed as before.",
    "severity": "medium",
    "effort": "Low",
    "actionGroup": "terminate",
    "resourceType": "AWS::EC2::Instance",
    "readers": [
      "aws.ec2.instances"
    ],
    "permissions": [
      {
        "permission": "ec2:DescribeInstances",
        "operation": "ec2:DescribeInstances",
        "list": "inventory",
        "why": "Machines, their state, type, age and owner tags."
      }
    ],
    "settings": {
      "stoppedDays": 30
    },
    "verify": "aws ec2 describe-instances --instance-ids {resourceId} --region {region} --query \"Reservations[].Instances[].[State.Name,StateTransitionReason,BlockDeviceMappings[].Ebs.VolumeId]\"",
    "remedy": {
      "steps": [
        "Ask the owner (tags) whether the machine is a template or a standby.",
        "Take an image of the machine.",
        "Terminate it and delete volumes that stay behind."
      ],
      "rollback": "Launch a new machine from the image."
    }
  },
  {
    "id": "aws.ec2.instance-oversized",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "ec2",
    "title": "EC2 instance twice as large as its work",
    "why": "A machine whose processor stays below 40 % in 99 of 100 hours of a month would do its work on half of it.",
    "severity": "high",
    "effort": "Medium",
    "actionGroup": "resize",
    "resourceType": "AWS::EC2::Instance",
    "readers": [
      "aws.ec2.instances"
    ],
    "permissions": [
      {
        "permission": "ec2:DescribeInstances",
        "operation": "ec2:DescribeInstances",
        "list": "inventory",
        "why": "Machines, their state, type, age and owner tags."
      },
      {
        "permission": "cloudwatch:GetMetricData",
        "operation": "cloudwatch:GetMetricData",
        "list": "inventory",
        "why": "Metric statistics of candidates, 500 series a call."
      }
    ],
    "settings": {
      "cpuPercent": 40
    },
    "verify": "aws cloudwatch get-metric-statistics --namespace AWS/EC2 --metric-name CPUUtilization --dimensions Name=InstanceId,Value={resourceId} --statistics Maximum --period 3600 --start-time \"$(date -u -d '30 days ago' +%FT%TZ)\" --end-time \"$(date -u +%FT%TZ)\" --region {region}",
    "remedy": {
      "steps": [
        "Look at the memory it uses: EC2 does not report it.",
        "Check that the smaller size has the network and EBS bandwidth that it needs.",
        "Stop the machine, change its type to the next smaller size, start it."
      ],
      "rollback": "Stop the machine and change its type back."
    }
  },
  {
    "id": "aws.ec2.nat-gateway-idle",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "ec2",
    "title": "NAT gateway without traffic",
    "why": "A NAT gateway is billed by the hour, with its public address, whether or not a byte passes it.",
    "severity": "medium",
    "effort": "Low",
    "actionGroup": "terminate",
    "resourceType": "AWS::EC2::NatGateway",
    "readers": [
      "aws.ec2.nat-gateways"
    ],
    "permissions": [
      {
        "permission": "ec2:DescribeNatGateways",
        "operation": "ec2:DescribeNatGateways",
        "list": "inventory",
        "why": "NAT gateways and their state."
      },
      {
        "permission": "cloudwatch:GetMetricData",
        "operation": "cloudwatch:GetMetricData",
        "list": "inventory",
        "why": "Metric statistics of candidates, 500 series a call."
      }
    ],
    "settings": {},
    "verify": "aws cloudwatch get-metric-statistics --namespace AWS/NATGateway --metric-name BytesOutToDestination --dimensions Name=NatGatewayId,Value={resourceId} --statistics Sum --period 86400 --start-time \"$(date -u -d '30 days ago' +%FT%TZ)\" --end-time \"$(date -u +%FT%TZ)\" --region {region}",
    "remedy": {
      "steps": [
        "Check that it is not the spare gateway of another zone.",
        "Remove the routes that name it.",
        "Delete the gateway and release its address."
      ],
      "rollback": "Create a gateway in the same subnet with the kept address and put the routes back."
    }
  },
  {
    "id": "aws.ec2.snapshot-stale",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "ec2",
    "title": "Old EBS snapshot whose volume is gone",
    "why": "A snapshot older than the retention, of a volume that no longer exists and in no image, is most often forgotten.",
    "severity": "medium",
    "effort": "Low",
    "actionGroup": "terminate",
    "resourceType": "AWS::EC2::Snapshot",
    "readers": [
      "aws.ec2.snapshots",
      "aws.ec2.images",
      "aws.ec2.volumes"
    ],
    "permissions": [
      {
        "permission": "ec2:DescribeSnapshots",
        "operation": "ec2:DescribeSnapshots",
        "list": "inventory",
        "why": "The account's own snapshots, their age and source volume."
      },
      {
        "permission": "ec2:DescribeImages",
        "operation": "ec2:DescribeImages",
        "list": "inventory",
        "why": "The account's own images, disabled ones too, since they hold snapshots."
      },
      {
        "permission": "ec2:DescribeVolumes",
        "operation": "ec2:DescribeVolumes",
        "list": "inventory",
        "why": "Volumes, what they are attached to, their size and type."
      }
    ],
    "settings": {
      "retentionDays": 90
    },
    "verify": "aws ec2 describe-snapshots --snapshot-ids {resourceId} --region {region} --query \"Snapshots[].[StartTime,VolumeId,Description,StorageTier]\"",
    "remedy": {
      "steps": [
        "Check with the owner that no rule of retention covers it.",
        "Move it to the archive tier if the data must stay, or delete it."
      ],
      "rollback": "A deleted snapshot comes back only from the Recycle Bin, where a retention rule was set before."
    }
  },
  {
    "id": "aws.ec2.volume-type-outdated",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "ec2",
    "title": "EBS volume of a type that gp3 replaces for less",
    "why": "gp3 costs less per GiB than gp2, and far less per provisioned IOPS than io1 and io2, at the same speed.",
    "severity": "medium",
    "effort": "VeryLow",
    "actionGroup": "modernise",
    "resourceType": "AWS::EC2::Volume",
    "readers": [
      "aws.ec2.volumes",
      "aws.ec2.instances"
    ],
    "permissions": [
      {
        "permission": "ec2:DescribeVolumes",
        "operation": "ec2:DescribeVolumes",
        "list": "inventory",
        "why": "Volumes, what they are attached to, their size and type."
      },
      {
        "permission": "ec2:DescribeInstances",
        "operation": "ec2:DescribeInstances",
        "list": "inventory",
        "why": "Machines, their state, type, age and owner tags."
      }
    ],
    "settings": {
      "mostIops": 16000
    },
    "verify": "aws ec2 describe-volumes --volume-ids {resourceId} --region {region} --query \"Volumes[].[VolumeType,Size,Iops,Throughput,Attachments[].InstanceId]\"",
    "remedy": {
      "steps": [
        "Ask the owner (tags) whether latency below a millisecond is needed, which only io2 promises.",
        "Modify the volume to gp3 with the IOPS and throughput of today; it stays attached."
      ],
      "rollback": "Modify the volume back to its old type, six hours later at the earliest."
    }
  },
  {
    "id": "aws.ec2.volume-unattached",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "ec2",
    "title": "EBS volume attached to nothing",
    "why": "A volume in state available is billed for its whole size, IOPS and throughput although no machine can use it.",
    "severity": "medium",
    "effort": "VeryLow",
    "actionGroup": "terminate",
    "resourceType": "AWS::EC2::Volume",
    "readers": [
      "aws.ec2.volumes"
    ],
    "permissions": [
      {
        "permission": "ec2:DescribeVolumes",
        "operation": "ec2:DescribeVolumes",
        "list": "inventory",
        "why": "Volumes, what they are attached to, their size and type."
      }
    ],
    "settings": {
      "graceDays": 14
    },
    "verify": "aws ec2 describe-volumes --volume-ids {resourceId} --region {region} --query \"Volumes[].[State,CreateTime,Size,Attachments]\"",
    "remedy": {
      "steps": [
        "Ask the owner (tags) whether the data is still needed.",
        "Take a final snapshot of the volume.",
        "Delete the volume."
      ],
      "rollback": "Create a volume from the final snapshot in the same zone and attach it."
    }
  },
  {
    "id": "aws.ec2.vpc-endpoint-idle",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "ec2",
    "title": "VPC endpoint without traffic",
    "why": "An interface endpoint is billed by the hour in each of its zones, whether or not a byte passes it.",
    "severity": "medium",
    "effort": "Low",
    "actionGroup": "terminate",
    "resourceType": "AWS::EC2::VPCEndpoint",
    "readers": [
      "aws.ec2.vpc-endpoints"
    ],
    "permissions": [
      {
        "permission": "ec2:DescribeVpcEndpoints",
        "operation": "ec2:DescribeVpcEndpoints",
        "list": "inventory",
        "why": "Endpoints of other services in a network, their kind, state and age."
      },
      {
        "permission": "cloudwatch:GetMetricData",
        "operation": "cloudwatch:GetMetricData",
        "list": "inventory",
        "why": "Metric statistics of candidates, 500 series a call."
      }
    ],
    "settings": {},
    "verify": "aws cloudwatch list-metrics --namespace AWS/PrivateLinkEndpoints --metric-name BytesProcessed --dimensions Name=\"VPC Endpoint Id\",Value={resourceId} --region {region}",
    "remedy": {
      "steps": [
        "Ask the owner (tags) whether the endpoint waits for a workload that is off.",
        "Delete the endpoint."
      ],
      "rollback": "Create an endpoint for the same service in the same subnets with the same security groups and policy."
    }
  },
  {
    "id": "aws.elasticache.cache-cluster-idle",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "elasticache",
    "title": "ElastiCache node that nobody asks",
    "why": "A cache that answers no question in two weeks is paid for by the hour without being used.",
    "severity": "high",
    "effort": "Medium",
    "actionGroup": "terminate",
    "resourceType": "AWS::ElastiCache::CacheCluster",
    "readers": [
      "aws.elasticache.cache-clusters"
    ],
    "permissions": [
      {
        "permission": "elasticache:DescribeCacheClusters",
        "operation": "elasticache:DescribeCacheClusters",
        "list": "inventory",
        "why": "Cache clusters, their engine, node type, state and age."
      },
      {
        "permission": "cloudwatch:GetMetricData",
        "operation": "cloudwatch:GetMetricData",
        "list": "inventory",
        "why": "Metric statistics of candidates, 500 series a call."
      }
    ],
    "settings": {
      "ownConnections": 6
    },
    "verify": "aws cloudwatch get-metric-statistics --namespace AWS/ElastiCache --metric-name CacheHits --dimensions Name=CacheClusterId,Value={resourceId} --statistics Sum --period 86400 --start-time \"$(date -u -d '14 days ago' +%FT%TZ)\" --end-time \"$(date -u +%FT%TZ)\" --region {region}",
    "remedy": {
      "steps": [
        "Ask the owner whether something only writes to it (queues, locks).",
        "Take a final backup where the engine has one.",
        "Delete the cluster or its replication group."
      ],
      "rollback": "Create the cluster again from the backup; a cache fills itself."
    }
  },
  {
    "id": "aws.elbv2.application-load-balancer-idle",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "elbv2",
    "title": "Application Load Balancer that nobody calls",
    "why": "A balancer that serves fewer than 100 requests on its busiest day of two weeks is paid for by the hour without being used.",
    "severity": "medium",
    "effort": "Low",
    "actionGroup": "terminate",
    "resourceType": "AWS::ElasticLoadBalancingV2::LoadBalancer",
    "readers": [
      "aws.elbv2.load-balancers",
      "aws.elbv2.target-health"
    ],
    "permissions": [
      {
        "permission": "elasticloadbalancing:DescribeLoadBalancers",
        "operation": "elasticloadbalancing:DescribeLoadBalancers",
        "list": "inventory",
        "why": "Load balancers, their type, state and age."
      },
      {
        "permission": "elasticloadbalancing:DescribeTargetGroups",
        "operation": "elasticloadbalancing:DescribeTargetGroups",
        "list": "inventory",
        "why": "Target groups and the load balancers that use them."
      },
      {
        "permission": "elasticloadbalancing:DescribeTargetHealth",
        "operation": "elasticloadbalancing:DescribeTargetHealth",
        "list": "inventory",
        "why": "Whether a target group has any target registered."
      },
      {
        "permission": "cloudwatch:GetMetricData",
        "operation": "cloudwatch:GetMetricData",
        "list": "inventory",
        "why": "Metric statistics of candidates, 500 series a call."
      }
    ],
    "settings": {
      "requestsPerDay": 100
    },
    "verify": "aws cloudwatch list-metrics --namespace AWS/ApplicationELB --metric-name RequestCount --recently-active PT3H --region {region}",
    "remedy": {
      "steps": [
        "Check DNS that no name points at it, and with the owner that it is no standby.",
        "Delete the balancer, then its target groups."
      ],
      "rollback": "Create the balancer again with its target groups; its DNS name will be a new one."
    }
  },
  {
    "id": "aws.elbv2.load-balancer-no-target",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "elbv2",
    "title": "Load balancer without any target",
    "why": "A balancer whose target groups hold nothing answers every request with an error and is billed by the hour.",
    "severity": "medium",
    "effort": "Low",
    "actionGroup": "terminate",
    "resourceType": "AWS::ElasticLoadBalancingV2::LoadBalancer",
    "readers": [
      "aws.elbv2.load-balancers",
      "aws.elbv2.target-health"
    ],
    "permissions": [
      {
        "permission": "elasticloadbalancing:DescribeLoadBalancers",
        "operation": "elasticloadbalancing:DescribeLoadBalancers",
        "list": "inventory",
        "why": "Load balancers, their type, state and age."
      },
      {
        "permission": "elasticloadbalancing:DescribeTargetGroups",
        "operation": "elasticloadbalancing:DescribeTargetGroups",
        "list": "inventory",
        "why": "Target groups and the load balancers that use them."
      },
      {
        "permission": "elasticloadbalancing:DescribeTargetHealth",
        "operation": "elasticloadbalancing:DescribeTargetHealth",
        "list": "inventory",
        "why": "Whether a target group has any target registered."
      }
    ],
    "settings": {
      "graceDays": 14
    },
    "verify": "aws elbv2 describe-target-groups --load-balancer-arn {resourceId} --region {region} --query \"TargetGroups[].[TargetGroupArn,TargetType]\"",
    "remedy": {
      "steps": [
        "Check DNS and the access log that nobody calls it.",
        "Delete the balancer, then its target groups."
      ],
      "rollback": "Create the balancer again; its DNS name will be a new one."
    }
  },
  {
    "id": "aws.elbv2.network-load-balancer-idle",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "elbv2",
    "title": "Network Load Balancer that nobody calls",
    "why": "A balancer without a single new flow in two weeks is paid for by the hour without being used.",
    "severity": "medium",
    "effort": "Low",
    "actionGroup": "terminate",
    "resourceType": "AWS::ElasticLoadBalancingV2::LoadBalancer",
    "readers": [
      "aws.elbv2.load-balancers",
      "aws.elbv2.target-health"
    ],
    "permissions": [
      {
        "permission": "elasticloadbalancing:DescribeLoadBalancers",
        "operation": "elasticloadbalancing:DescribeLoadBalancers",
        "list": "inventory",
        "why": "Load balancers, their type, state and age."
      },
      {
        "permission": "elasticloadbalancing:DescribeTargetGroups",
        "operation": "elasticloadbalancing:DescribeTargetGroups",
        "list": "inventory",
        "why": "Target groups and the load balancers that use them."
      },
      {
        "permission": "elasticloadbalancing:DescribeTargetHealth",
        "operation": "elasticloadbalancing:DescribeTargetHealth",
        "list": "inventory",
        "why": "Whether a target group has any target registered."
      },
      {
        "permission": "cloudwatch:GetMetricData",
        "operation": "cloudwatch:GetMetricData",
        "list": "inventory",
        "why": "Metric statistics of candidates, 500 series a call."
      }
    ],
    "settings": {},
    "verify": "aws elbv2 describe-target-groups --load-balancer-arn {resourceId} --region {region} --query \"TargetGroups[].[TargetGroupArn,TargetType]\"",
    "remedy": {
      "steps": [
        "Check DNS that no name points at it, and with the owner that it is no standby.",
        "Delete the balancer, then its target groups."
      ],
      "rollback": "Create the balancer again with its target groups; its DNS name will be a new one."
    }
  },
  {
    "id": "aws.fsx.file-system-idle",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "fsx",
    "title": "FSx file system that nobody reads or writes",
    "why": "Storage and throughput of a file system are billed by the month, used or not.",
    "severity": "medium",
    "effort": "Medium",
    "actionGroup": "terminate",
    "resourceType": "AWS::FSx::FileSystem",
    "readers": [
      "aws.fsx.file-systems"
    ],
    "permissions": [
      {
        "permission": "fsx:DescribeFileSystems",
        "operation": "fsx:DescribeFileSystems",
        "list": "inventory",
        "why": "File systems, their type, state and age."
      },
      {
        "permission": "cloudwatch:GetMetricData",
        "operation": "cloudwatch:GetMetricData",
        "list": "inventory",
        "why": "Metric statistics of candidates, 500 series a call."
      }
    ],
    "settings": {},
    "verify": "aws cloudwatch get-metric-statistics --namespace AWS/FSx --metric-name DataReadBytes --dimensions Name=FileSystemId,Value={resourceId} --statistics Sum --period 86400 --start-time \"$(date -u -d '30 days ago' +%FT%TZ)\" --end-time \"$(date -u +%FT%TZ)\" --region {region}",
    "remedy": {
      "steps": [
        "Ask the owner (tags) whether it is a standby or an archive.",
        "Take a final backup.",
        "Delete the file system."
      ],
      "rollback": "Create a file system from the backup."
    }
  },
  {
    "id": "aws.iam.access-key-unused",
    "version": 1,
    "cloud": "aws",
    "family": "identity",
    "service": "iam",
    "title": "Access key that nobody has used for 90 days",
    "why": "A long-lived key that nothing uses is only useful to whoever finds it.",
    "severity": "medium",
    "effort": "Low",
    "actionGroup": "identity",
    "resourceType": "AWS::IAM::User",
    "readers": [
      "aws.iam.users",
      "aws.iam.credential-report"
    ],
    "permissions": [
      {
        "permission": "iam:ListUsers",
        "operation": "iam:ListUsers",
        "list": "inventory",
        "why": "IAM users, to name whose access key is unused."
      },
      {
        "permission": "iam:GenerateCredentialReport",
        "operation": "iam:GenerateCredentialReport",
        "list": "inventory",
        "why": "Asks IAM to compute the report of key ages and last use."
      },
      {
        "permission": "iam:GetCredentialReport",
        "operation": "iam:GetCredentialReport",
        "list": "inventory",
        "why": "Reads that report: ages and dates, no secret."
      }
    ],
    "settings": {
      "unusedDays": 90
    },
    "verify": "aws iam list-access-keys --user-name {name}",
    "remedy": {
      "steps": [
        "Deactivate the key.",
        "Wait a month for somebody to miss it.",
        "Delete the key."
      ],
      "rollback": "Activate the deactivated key again; a deleted one must be replaced by a new one."
    }
  },
  {
    "id": "aws.logs.log-group-no-retention",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "logs",
    "title": "Log group that keeps its events for ever",
    "why": "A log group without a retention keeps, and bills, every event since it was made.",
    "severity": "low",
    "effort": "VeryLow",
    "actionGroup": "config",
    "resourceType": "AWS::Logs::LogGroup",
    "readers": [
      "aws.logs.log-groups"
    ],
    "permissions": [
      {
        "permission": "logs:DescribeLogGroups",
        "operation": "logs:DescribeLogGroups",
        "list": "inventory",
        "why": "Log groups, their size and how long they keep events; never an event."
      }
    ],
    "settings": {
      "targetDays": 90,
      "minimumBytes": 1073741824
    },
    "verify": "aws logs describe-log-groups --log-group-name-prefix {name} --region {region} --query \"logGroups[].[logGroupName,retentionInDays,storedBytes]\"",
    "remedy": {
      "steps": [
        "Ask the owner how long the events must be kept.",
        "Export what an archive needs.",
        "Set a retention on the group."
      ],
      "rollback": "Remove the retention; events that it has deleted come back only from the export."
    }
  },
  {
    "id": "aws.rds.db-instance-idle",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "rds",
    "title": "RDS database that nobody connects to",
    "why": "A database without a single connection in two weeks is paid for by the hour, with its storage, without being used.",
    "severity": "high",
    "effort": "Medium",
    "actionGroup": "terminate",
    "resourceType": "AWS::RDS::DBInstance",
    "readers": [
      "aws.rds.db-instances"
    ],
    "permissions": [
      {
        "permission": "rds:DescribeDBInstances",
        "operation": "rds:DescribeDBInstances",
        "list": "inventory",
        "why": "Databases, their engine, class, state and age."
      },
      {
        "permission": "cloudwatch:GetMetricData",
        "operation": "cloudwatch:GetMetricData",
        "list": "inventory",
        "why": "Metric statistics of candidates, 500 series a call."
      }
    ],
    "settings": {
      "connections": 0
    },
    "verify": "aws cloudwatch get-metric-statistics --namespace AWS/RDS --metric-name DatabaseConnections --dimensions Name=DBInstanceIdentifier,Value={resourceId} --statistics Maximum --period 86400 --start-time \"$(date -u -d '14 days ago' +%FT%TZ)\" --end-time \"$(date -u +%FT%TZ)\" --region {region}",
    "remedy": {
      "steps": [
        "Ask the owner (tags) whether it waits for a season or a failure.",
        "Take a final snapshot.",
        "Delete the database; a stopped one starts again after seven days."
      ],
      "rollback": "Restore the database from the final snapshot; its address will be a new one unless the name is kept."
    }
  },
  {
    "id": "aws.rds.db-snapshot-orphan",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "rds",
    "title": "Manual RDS snapshot whose database is gone",
    "why": "A manual snapshot is billed until somebody deletes it; of a database that is gone it is most often forgotten.",
    "severity": "medium",
    "effort": "Low",
    "actionGroup": "terminate",
    "resourceType": "AWS::RDS::DBSnapshot",
    "readers": [
      "aws.rds.db-snapshots",
      "aws.rds.db-instances"
    ],
    "permissions": [
      {
        "permission": "rds:DescribeDBSnapshots",
        "operation": "rds:DescribeDBSnapshots",
        "list": "inventory",
        "why": "Snapshots of databases, their age and whose they are."
      },
      {
        "permission": "rds:DescribeDBInstances",
        "operation": "rds:DescribeDBInstances",
        "list": "inventory",
        "why": "Databases, their engine, class, state and age."
      }
    ],
    "settings": {
      "graceDays": 30
    },
    "verify": "aws rds describe-db-snapshots --db-snapshot-identifier {resourceId} --region {region} --query \"DBSnapshots[].[SnapshotCreateTime,DBInstanceIdentifier,SnapshotType,AllocatedStorage]\"",
    "remedy": {
      "steps": [
        "Check with the owner (tags) that no rule of retention covers it: final snapshots are often kept on purpose.",
        "Delete the snapshot, or export it to S3."
      ],
      "rollback": "A deleted snapshot does not come back; restore from the export."
    }
  },
  {
    "id": "aws.redshift.cluster-idle",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "redshift",
    "title": "Redshift warehouse that nobody queries",
    "why": "The nodes of a warehouse are billed by the hour, queried or not, unless it is paused.",
    "severity": "high",
    "effort": "Medium",
    "actionGroup": "terminate",
    "resourceType": "AWS::Redshift::Cluster",
    "readers": [
      "aws.redshift.clusters"
    ],
    "permissions": [
      {
        "permission": "redshift:DescribeClusters",
        "operation": "redshift:DescribeClusters",
        "list": "inventory",
        "why": "Warehouses, their nodes, state and age."
      },
      {
        "permission": "cloudwatch:GetMetricData",
        "operation": "cloudwatch:GetMetricData",
        "list": "inventory",
        "why": "Metric statistics of candidates, 500 series a call."
      }
    ],
    "settings": {
      "cpuPercent": 5
    },
    "verify": "aws cloudwatch get-metric-statistics --namespace AWS/Redshift --metric-name DatabaseConnections --dimensions Name=ClusterIdentifier,Value={resourceId} --statistics Maximum --period 86400 --start-time \"$(date -u -d '14 days ago' +%FT%TZ)\" --end-time \"$(date -u +%FT%TZ)\" --region {region}",
    "remedy": {
      "steps": [
        "Ask the owner (tags) when it is needed.",
        "Pause the warehouse: only its storage stays billed.",
        "Take a final snapshot and delete it if nobody misses it."
      ],
      "rollback": "Resume the warehouse, or restore it from the snapshot."
    }
  },
  {
    "id": "aws.sagemaker.endpoint-idle",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "sagemaker",
    "title": "SageMaker endpoint that nobody calls",
    "why": "The machines that host an endpoint are billed by the hour, called or not; they are among the dearest there are.",
    "severity": "high",
    "effort": "Low",
    "actionGroup": "terminate",
    "resourceType": "AWS::SageMaker::Endpoint",
    "readers": [
      "aws.sagemaker.endpoints"
    ],
    "permissions": [
      {
        "permission": "sagemaker:ListEndpoints",
        "operation": "sagemaker:ListEndpoints",
        "list": "inventory",
        "why": "Inference endpoints, their state and age."
      },
      {
        "permission": "sagemaker:DescribeEndpoint",
        "operation": "sagemaker:DescribeEndpoint",
        "list": "inventory",
        "why": "The variants that an endpoint hosts, on machines or serverless."
      },
      {
        "permission": "cloudwatch:GetMetricData",
        "operation": "cloudwatch:GetMetricData",
        "list": "inventory",
        "why": "Metric statistics of candidates, 500 series a call."
      }
    ],
    "settings": {},
    "verify": "aws cloudwatch get-metric-statistics --namespace /aws/sagemaker/Endpoints --metric-name CPUUtilization --dimensions Name=EndpointName,Value={name} --statistics Maximum --period 86400 --start-time \"$(date -u -d '14 days ago' +%FT%TZ)\" --end-time \"$(date -u +%FT%TZ)\" --region {region}",
    "remedy": {
      "steps": [
        "Ask the owner whether a caller is on its way.",
        "Delete the endpoint and keep its configuration and model."
      ],
      "rollback": "Create the endpoint again from its configuration; that takes some minutes."
    }
  },
  {
    "id": "aws.workspaces.workspace-idle",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "workspaces",
    "title": "WorkSpace that nobody has connected to for months",
    "why": "A virtual desktop is billed by the month, whether or not its person ever connects.",
    "severity": "medium",
    "effort": "Medium",
    "actionGroup": "terminate",
    "resourceType": "AWS::WorkSpaces::Workspace",
    "readers": [
      "aws.workspaces.workspaces",
      "aws.workspaces.connection-status"
    ],
    "permissions": [
      {
        "permission": "workspaces:DescribeWorkspaces",
        "operation": "workspaces:DescribeWorkspaces",
        "list": "inventory",
        "why": "Virtual desktops and whether they run all the time."
      },
      {
        "permission": "workspaces:DescribeWorkspacesConnectionStatus",
        "operation": "workspaces:DescribeWorkspacesConnectionStatus",
        "list": "inventory",
        "why": "When somebody last connected to a virtual desktop."
      }
    ],
    "settings": {
      "idleDays": 63
    },
    "verify": "aws workspaces describe-workspaces-connection-status --workspace-ids {resourceId} --region {region}",
    "remedy": {
      "steps": [
        "Ask the person whose desktop it is.",
        "Save what is on its user volume.",
        "Terminate the WorkSpace."
      ],
      "rollback": "Create a WorkSpace for the same person from the same bundle; its old volumes are gone."
    }
  },
  {
    "id": "azure.authorization.role-assignment-orphaned",
    "version": 1,
    "cloud": "azure",
    "family": "identity",
    "service": "authorization",
    "title": "Role assignment to a principal that no longer exists",
    "why": "Azure keeps the assignment when its principal is deleted. It uses up the limit of assignments and hides who really has access.",
    "severity": "medium",
    "effort": "VeryLow",
    "actionGroup": "identity",
    "resourceType": "microsoft.authorization/roleassignments",
    "readers": [
      "azure.authorization.role-assignments",
      "azure.graph.users",
      "azure.graph.service-principals",
      "azure.graph.groups"
    ],
    "permissions": [
      {
        "permission": "Microsoft.Authorization/roleAssignments/read",
        "operation": "Microsoft.Authorization/roleAssignments/read",
        "list": "inventory",
        "why": "Role assignments, to find orphaned ones and write rights of the connected principal."
      },
      {
        "permission": "User.ReadBasic.All",
        "operation": "microsoft.graph/users/list",
        "list": "inventory",
        "why": "Ids of users, to tell whether the principal of a role assignment still exists."
      },
      {
        "permission": "Application.Read.All",
        "operation": "microsoft.graph/servicePrincipals/list",
        "list": "inventory",
        "why": "Ids of service principals, for the same reason."
      },
      {
        "permission": "GroupMember.Read.All",
        "operation": "microsoft.graph/groups/list",
        "list": "inventory",
        "why": "Ids of groups, for the same reason."
      }
    ],
    "settings": {
      "graceDays": 1
    },
    "verify": "az resource show --ids {resourceId} --api-version 2022-04-01 --query \"properties.[principalId,principalType,roleDefinitionId,scope]\"",
    "remedy": {
      "steps": [
        "Check that the principal is not in the directory’s deleted items, where it can be restored for 30 days.",
        "Delete the role assignment."
      ],
      "rollback": "Restore the principal and assign the role again at the same scope."
    }
  },
  {
    "id": "azure.compute.disk-unattached",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "compute",
    "title": "Managed disk attached to nothing",
    "why": "A managed disk is billed for its whole size class, attached or not.",
    "severity": "medium",
    "effort": "VeryLow",
    "actionGroup": "terminate",
    "resourceType": "microsoft.compute/disks",
    "readers": [
      "azure.compute.disks"
    ],
    "permissions": [
      {
        "permission": "Microsoft.Compute/disks/read",
        "operation": "Microsoft.Compute/disks/read",
        "list": "inventory",
        "why": "Managed disks, their state, size and last owner change."
      }
    ],
    "settings": {
      "graceDays": 30
    },
    "verify": "az disk show --ids {resourceId} --query \"[diskState,managedBy,diskSizeGb,timeCreated]\"",
    "remedy": {
      "steps": [
        "Ask the owner (tags) whether the data is still needed.",
        "Take a snapshot of the disk.",
        "Delete the disk."
      ],
      "rollback": "Create a disk from the snapshot and attach it."
    }
  },
  {
    "id": "azure.compute.snapshot-stale",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "compute",
    "title": "Old disk snapshot",
    "why": "A snapshot taken by hand before a change is seldom removed after it, and is billed every month.",
    "severity": "low",
    "effort": "VeryLow",
    "actionGroup": "terminate",
    "resourceType": "microsoft.compute/snapshots",
    "readers": [
      "azure.compute.snapshots"
    ],
    "permissions": [
      {
        "permission": "Microsoft.Compute/snapshots/read",
        "operation": "Microsoft.Compute/snapshots/read",
        "list": "inventory",
        "why": "Snapshots, their age, size and source disk."
      }
    ],
    "settings": {
      "retentionDays": 30
    },
    "verify": "az snapshot show --ids {resourceId} --query \"[timeCreated,diskSizeGb,sku.name,incremental]\"",
    "remedy": {
      "steps": [
        "Check with the owner that no rule of retention covers it.",
        "Export it to archive storage if the data must stay.",
        "Delete the snapshot."
      ],
      "rollback": "None after deletion: export it first where in doubt."
    }
  },
  {
    "id": "azure.compute.virtual-machine-idle",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "compute",
    "title": "Virtual machine that does nothing",
    "why": "A machine whose processor stays below 3 % and that hardly uses its network for two weeks is paid for without being used.",
    "severity": "high",
    "effort": "Low",
    "actionGroup": "terminate",
    "resourceType": "microsoft.compute/virtualmachines",
    "readers": [
      "azure.compute.virtual-machines"
    ],
    "permissions": [
      {
        "permission": "Microsoft.Compute/virtualMachines/read",
        "operation": "Microsoft.Compute/virtualMachines/read",
        "list": "inventory",
        "why": "Machines, their power state, size and age."
      },
      {
        "permission": "Microsoft.Insights/metrics/read",
        "operation": "Microsoft.Insights/metrics/read",
        "list": "inventory",
        "why": "Metric statistics of candidates, 50 resources a call."
      }
    ],
    "settings": {
      "cpuP95Percent": 3,
      "cpuLastDaysPercent": 2,
      "networkOutBytesPerHour": 900000000
    },
    "verify": "az monitor metrics list --resource {resourceId} --metric \"Percentage CPU\" --aggregation Maximum --interval PT1H --offset 14d",
    "remedy": {
      "steps": [
        "Ask the owner (tags) what the machine is for: domain controllers, session hosts and standbys are idle by design.",
        "Deallocate it and watch for a week.",
        "Take an image and delete it with its disks."
      ],
      "rollback": "Start the deallocated machine, or create one from the image."
    }
  },
  {
    "id": "azure.compute.virtual-machine-stopped-not-deallocated",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "compute",
    "title": "Virtual machine stopped but still billed",
    "why": "A machine that was shut down from inside stays allocated: its compute is billed as if it ran. Only \"deallocated\" ends that.",
    "severity": "high",
    "effort": "VeryLow",
    "actionGroup": "terminate",
    "resourceType": "microsoft.compute/virtualmachines",
    "readers": [
      "azure.compute.virtual-machines"
    ],
    "permissions": [
      {
        "permission": "Microsoft.Compute/virtualMachines/read",
        "operation": "Microsoft.Compute/virtualMachines/read",
        "list": "inventory",
        "why": "Machines, their power state, size and age."
      }
    ],
    "settings": {},
    "verify": "az vm get-instance-view --ids {resourceId} --query \"instanceView.statuses[].code\"",
    "remedy": {
      "steps": [
        "Deallocate the machine (stop it through Azure, not from inside)."
      ],
      "rollback": "Start the machine; a dynamic public address may have changed."
    }
  },
  {
    "id": "azure.network.load-balancer-empty",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "network",
    "title": "Load balancer with rules but without a back end",
    "why": "A Standard load balancer is billed for its rules, also when no machine stands behind them.",
    "severity": "low",
    "effort": "VeryLow",
    "actionGroup": "terminate",
    "resourceType": "microsoft.network/loadbalancers",
    "readers": [
      "azure.network.load-balancers"
    ],
    "permissions": [
      {
        "permission": "Microsoft.Network/loadBalancers/read",
        "operation": "Microsoft.Network/loadBalancers/read",
        "list": "inventory",
        "why": "Load balancers, their rules and back-end pools."
      }
    ],
    "settings": {},
    "verify": "az network lb show --ids {resourceId} --query \"[sku.name,length(loadBalancingRules),backendAddressPools[].backendIPConfigurations]\"",
    "remedy": {
      "steps": [
        "Check that no scale set or cluster is about to register machines.",
        "Delete the load balancer."
      ],
      "rollback": "Create it again from its exported template; a kept public address can be bound again."
    }
  },
  {
    "id": "azure.network.nat-gateway-orphan",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "network",
    "title": "NAT gateway that no subnet uses",
    "why": "A NAT gateway is billed by the hour; without a subnet no traffic can reach it.",
    "severity": "low",
    "effort": "VeryLow",
    "actionGroup": "terminate",
    "resourceType": "microsoft.network/natgateways",
    "readers": [
      "azure.network.nat-gateways"
    ],
    "permissions": [
      {
        "permission": "Microsoft.Network/natGateways/read",
        "operation": "Microsoft.Network/natGateways/read",
        "list": "inventory",
        "why": "NAT gateways and the subnets that use them."
      }
    ],
    "settings": {},
    "verify": "az network nat gateway show --ids {resourceId} --query \"[subnets,publicIpAddresses]\"",
    "remedy": {
      "steps": [
        "Check that it was not made for a change that is still to come.",
        "Delete the gateway and the public addresses that only it used."
      ],
      "rollback": "Create it again with the kept addresses and bind it to the subnets."
    }
  },
  {
    "id": "azure.network.public-ip-idle",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "network",
    "title": "Public IP address bound to nothing",
    "why": "A Standard address is billed by the hour whether or not anything is bound to it, and is one more door to keep an eye on.",
    "severity": "low",
    "effort": "VeryLow",
    "actionGroup": "terminate",
    "resourceType": "microsoft.network/publicipaddresses",
    "readers": [
      "azure.network.public-ip-addresses"
    ],
    "permissions": [
      {
        "permission": "Microsoft.Network/publicIPAddresses/read",
        "operation": "Microsoft.Network/publicIPAddresses/read",
        "list": "inventory",
        "why": "Public addresses and what they are bound to."
      }
    ],
    "settings": {},
    "verify": "az network public-ip show --ids {resourceId} --query \"[ipAddress,ipConfiguration,natGateway,publicIPPrefix]\"",
    "remedy": {
      "steps": [
        "Check that no DNS record and no partner’s allow-list names the address.",
        "Delete the address."
      ],
      "rollback": "None for the same address: a new one is another number."
    }
  },
  {
    "id": "azure.web.app-service-plan-empty",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "web",
    "title": "App Service plan without a site",
    "why": "A plan is billed for its instances, not for what runs on them: an empty one is paid in full.",
    "severity": "high",
    "effort": "Low",
    "actionGroup": "terminate",
    "resourceType": "microsoft.web/serverfarms",
    "readers": [
      "azure.web.app-service-plans"
    ],
    "permissions": [
      {
        "permission": "Microsoft.Web/serverfarms/read",
        "operation": "Microsoft.Web/serverfarms/read",
        "list": "inventory",
        "why": "App Service plans, their tier and number of sites."
      }
    ],
    "settings": {},
    "verify": "az appservice plan show --ids {resourceId} --query \"[numberOfSites,sku.name,sku.capacity]\"",
    "remedy": {
      "steps": [
        "Check that no deployment is about to use the plan.",
        "Delete the plan."
      ],
      "rollback": "Create a plan of the same tier in the same region; sites are not affected, since there were none."
    }
  },
  {
    "id": "gcp.compute.address-idle",
    "version": 1,
    "cloud": "gcp",
    "family": "cost",
    "service": "compute",
    "title": "Static external address that nothing uses",
    "why": "Google bills a reserved external address that is in use by nothing at a higher rate than one in use.",
    "severity": "low",
    "effort": "VeryLow",
    "actionGroup": "terminate",
    "resourceType": "compute.googleapis.com/Address",
    "readers": [
      "gcp.compute.addresses"
    ],
    "permissions": [
      {
        "permission": "compute.addresses.list",
        "operation": "compute.addresses.aggregatedList",
        "list": "inventory",
        "why": "Static addresses, regional and global, and their purpose."
      }
    ],
    "settings": {
      "graceDays": 15
    },
    "verify": "gcloud compute addresses describe {resourceId} --format \"yaml(status,users,creationTimestamp,purpose)\"",
    "remedy": {
      "steps": [
        "Check that no DNS record and no partner’s allow-list names the address.",
        "Release the address."
      ],
      "rollback": "None for the same address: a new one is another number."
    }
  },
  {
    "id": "gcp.compute.disk-unattached",
    "version": 1,
    "cloud": "gcp",
    "family": "cost",
    "service": "compute",
    "title": "Persistent disk attached to nothing",
    "why": "A persistent disk is billed for its provisioned size, attached or not.",
    "severity": "medium",
    "effort": "VeryLow",
    "actionGroup": "terminate",
    "resourceType": "compute.googleapis.com/Disk",
    "readers": [
      "gcp.compute.disks"
    ],
    "permissions": [
      {
        "permission": "compute.disks.list",
        "operation": "compute.disks.aggregatedList",
        "list": "inventory",
        "why": "Persistent disks, who uses them and when they were last detached."
      }
    ],
    "settings": {
      "graceDays": 15
    },
    "verify": "gcloud compute disks describe {resourceId} --format \"yaml(status,users,lastDetachTimestamp,creationTimestamp)\"",
    "remedy": {
      "steps": [
        "Ask the owner (labels) whether the data is still needed.",
        "Take a snapshot of the disk unless it is empty.",
        "Delete the disk."
      ],
      "rollback": "Create a disk from the snapshot and attach it."
    }
  },
  {
    "id": "gcp.compute.image-idle",
    "version": 1,
    "cloud": "gcp",
    "family": "cost",
    "service": "compute",
    "title": "Custom image that no disk and no template uses",
    "why": "A custom image is billed for its stored size every month, also when nothing is made from it any more.",
    "severity": "low",
    "effort": "VeryLow",
    "actionGroup": "terminate",
    "resourceType": "compute.googleapis.com/Image",
    "readers": [
      "gcp.compute.images",
      "gcp.compute.disks",
      "gcp.compute.instance-templates"
    ],
    "permissions": [
      {
        "permission": "compute.images.list",
        "operation": "compute.images.list",
        "list": "inventory",
        "why": "The project's own images."
      },
      {
        "permission": "compute.disks.list",
        "operation": "compute.disks.aggregatedList",
        "list": "inventory",
        "why": "Persistent disks, who uses them and when they were last detached."
      },
      {
        "permission": "compute.instanceTemplates.list",
        "operation": "compute.instanceTemplates.aggregatedList",
        "list": "inventory",
        "why": "Instance templates, because an image that one names is in use."
      }
    ],
    "settings": {
      "graceDays": 15
    },
    "verify": "gcloud compute images describe {resourceId} --format \"yaml(creationTimestamp,family,archiveSizeBytes,status)\"",
    "remedy": {
      "steps": [
        "Check that no pipeline outside this project makes machines from it.",
        "Deprecate the image, wait, then delete it."
      ],
      "rollback": "Make the image again from its source, where that is kept."
    }
  },
  {
    "id": "gcp.compute.instance-idle",
    "version": 1,
    "cloud": "gcp",
    "family": "cost",
    "service": "compute",
    "title": "Compute Engine machine that does nothing",
    "why": "A machine whose processor stays below 3 % and that moves less than 2 kB a second for two weeks is paid for without being used.",
    "severity": "high",
    "effort": "Low",
    "actionGroup": "terminate",
    "resourceType": "compute.googleapis.com/Instance",
    "readers": [
      "gcp.compute.instances"
    ],
    "permissions": [
      {
        "permission": "compute.instances.list",
        "operation": "compute.instances.aggregatedList",
        "list": "inventory",
        "why": "Machines, their state, type, disks and labels."
      },
      {
        "permission": "monitoring.timeSeries.list",
        "operation": "monitoring.projects.timeSeries.list",
        "list": "inventory",
        "why": "Metric statistics of candidates."
      }
    ],
    "settings": {
      "cpuP97Share": 0.03,
      "receivedBytesPerSecond": 2000,
      "sentBytesPerSecond": 1000
    },
    "verify": "gcloud compute instances describe {resourceId} --format \"yaml(status,machineType,lastStartTimestamp)\"",
    "remedy": {
      "steps": [
        "Ask the owner (labels) what the machine is for: standby and licence servers are idle by design.",
        "Stop the machine and watch for a week.",
        "Take a machine image and delete it."
      ],
      "rollback": "Start the stopped machine, or create one from the machine image."
    }
  },
  {
    "id": "gcp.compute.instance-long-stopped",
    "version": 1,
    "cloud": "gcp",
    "family": "cost",
    "service": "compute",
    "title": "Compute Engine machine stopped for long, its disks and addresses still billed",
    "why": "A stopped machine costs nothing itself, but its disks and its reserved addresses are billed as before.",
    "severity": "medium",
    "effort": "Low",
    "actionGroup": "terminate",
    "resourceType": "compute.googleapis.com/Instance",
    "readers": [
      "gcp.compute.instances",
      "gcp.compute.disks",
      "gcp.compute.addresses"
    ],
    "permissions": [
      {
        "permission": "compute.instances.list",
        "operation": "compute.instances.aggregatedList",
        "list": "inventory",
        "why": "Machines, their state, type, disks and labels."
      },
      {
        "permission": "compute.disks.list",
        "operation": "compute.disks.aggregatedList",
        "list": "inventory",
        "why": "Persistent disks, who uses them and when they were last detached."
      },
      {
        "permission": "compute.addresses.list",
        "operation": "compute.addresses.aggregatedList",
        "list": "inventory",
        "why": "Static addresses, regional and global, and their purpose."
      }
    ],
    "settings": {
      "stoppedDays": 30
    },
    "verify": "gcloud compute instances describe {resourceId} --format \"yaml(status,lastStopTimestamp,disks[].source,networkInterfaces[].accessConfigs[].natIP)\"",
    "remedy": {
      "steps": [
        "Ask the owner (labels) whether the machine is a template or a standby.",
        "Take a machine image.",
        "Delete the machine with its disks and release its reserved addresses."
      ],
      "rollback": "Create a machine from the machine image; a released address does not come back."
    }
  },
  {
    "id": "gcp.compute.snapshot-stale",
    "version": 1,
    "cloud": "gcp",
    "family": "cost",
    "service": "compute",
    "title": "Old disk snapshot whose disk is gone",
    "why": "A snapshot taken by hand, older than the retention and of a disk that no longer exists, is most often forgotten.",
    "severity": "low",
    "effort": "Low",
    "actionGroup": "terminate",
    "resourceType": "compute.googleapis.com/Snapshot",
    "readers": [
      "gcp.compute.snapshots",
      "gcp.compute.disks"
    ],
    "permissions": [
      {
        "permission": "compute.snapshots.list",
        "operation": "compute.snapshots.list",
        "list": "inventory",
        "why": "Snapshots, their age, stored bytes and source disk."
      },
      {
        "permission": "compute.disks.list",
        "operation": "compute.disks.aggregatedList",
        "list": "inventory",
        "why": "Persistent disks, who uses them and when they were last detached."
      }
    ],
    "settings": {
      "retentionDays": 90
    },
    "verify": "gcloud compute snapshots describe {resourceId} --format \"yaml(creationTimestamp,sourceDisk,storageBytes,autoCreated)\"",
    "remedy": {
      "steps": [
        "Check with the owner that no rule of retention covers it.",
        "Delete the snapshot, or move it to an archive snapshot if the data must stay."
      ],
      "rollback": "None after deletion."
    }
  }
];

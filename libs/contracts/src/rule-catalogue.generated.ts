/** Written by `npm run gen` from the rules and the closed lists of operations; never by hand. */
import type { RuleEntry } from './rule-catalogue.js';

export const ruleCatalogue: readonly RuleEntry[] = [
  {
    "id": "aws.computeoptimizer.resource-resize-advised",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "computeoptimizer",
    "title": "Resource that Compute Optimizer advises to make smaller",
    "why": "Compute Optimizer has watched the machine, volume, function, database, service of ECS or scaling group and found it too large; where our own rules or Cost Optimization Hub say it too, all are one opportunity. The command asks about volumes; of the others get-ec2-instance-recommendations, get-lambda-function-recommendations, get-rds-database-recommendations, get-ecs-service-recommendations and get-auto-scaling-group-recommendations tell.",
    "severity": "medium",
    "effort": "Medium",
    "actionGroup": "resize",
    "resourceType": "AWS::ComputeOptimizer::Recommendation",
    "readers": [
      "aws.computeoptimizer.recommendations"
    ],
    "permissions": [
      {
        "permission": "compute-optimizer:GetEnrollmentStatus",
        "operation": "compute-optimizer:GetEnrollmentStatus",
        "list": "inventory",
        "why": "Whether the account has switched on Compute Optimizer."
      },
      {
        "permission": "compute-optimizer:GetIdleRecommendations",
        "operation": "compute-optimizer:GetIdleRecommendations",
        "list": "inventory",
        "why": "Resources that AWS itself calls idle, kept as evidence and never added on top."
      },
      {
        "permission": "compute-optimizer:GetEC2InstanceRecommendations",
        "operation": "compute-optimizer:GetEC2InstanceRecommendations",
        "list": "inventory",
        "why": "Machines that AWS itself calls too large, kept as evidence and never added on top."
      },
      {
        "permission": "compute-optimizer:GetEBSVolumeRecommendations",
        "operation": "compute-optimizer:GetEBSVolumeRecommendations",
        "list": "inventory",
        "why": "Volumes that AWS itself would change, kept as evidence and never added on top."
      },
      {
        "permission": "compute-optimizer:GetLambdaFunctionRecommendations",
        "operation": "compute-optimizer:GetLambdaFunctionRecommendations",
        "list": "inventory",
        "why": "Functions that AWS itself gives less memory, kept as evidence and never added on top."
      },
      {
        "permission": "compute-optimizer:GetRDSDatabaseRecommendations",
        "operation": "compute-optimizer:GetRDSDatabaseRecommendations",
        "list": "inventory",
        "why": "Databases that AWS itself calls too large, kept as evidence and never added on top."
      },
      {
        "permission": "compute-optimizer:GetECSServiceRecommendations",
        "operation": "compute-optimizer:GetECSServiceRecommendations",
        "list": "inventory",
        "why": "Services of ECS on Fargate that AWS itself calls too large, kept as evidence and never added on top."
      },
      {
        "permission": "compute-optimizer:GetAutoScalingGroupRecommendations",
        "operation": "compute-optimizer:GetAutoScalingGroupRecommendations",
        "list": "inventory",
        "why": "Scaling groups whose machines AWS itself would change, kept as evidence and never added on top."
      }
    ],
    "settings": {},
    "verify": "aws compute-optimizer get-ebs-volume-recommendations --region {region} --account-ids {accountId} --filters name=Finding,values=NotOptimized",
    "remedy": {
      "steps": [
        "Open the advice at the provider: it says what was measured.",
        "Compare it with what is found here for the same resource.",
        "Do as it says, or dismiss it there."
      ],
      "rollback": "The provider says with each advice whether it can be undone, and how."
    }
  },
  {
    "id": "aws.computeoptimizer.resource-stop-advised",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "computeoptimizer",
    "title": "Resource that Compute Optimizer advises to stop or delete",
    "why": "Compute Optimizer has watched the resource and found it idle; where our own rules or Cost Optimization Hub say it too, all are one opportunity.",
    "severity": "medium",
    "effort": "Low",
    "actionGroup": "terminate",
    "resourceType": "AWS::ComputeOptimizer::Recommendation",
    "readers": [
      "aws.computeoptimizer.recommendations"
    ],
    "permissions": [
      {
        "permission": "compute-optimizer:GetEnrollmentStatus",
        "operation": "compute-optimizer:GetEnrollmentStatus",
        "list": "inventory",
        "why": "Whether the account has switched on Compute Optimizer."
      },
      {
        "permission": "compute-optimizer:GetIdleRecommendations",
        "operation": "compute-optimizer:GetIdleRecommendations",
        "list": "inventory",
        "why": "Resources that AWS itself calls idle, kept as evidence and never added on top."
      },
      {
        "permission": "compute-optimizer:GetEC2InstanceRecommendations",
        "operation": "compute-optimizer:GetEC2InstanceRecommendations",
        "list": "inventory",
        "why": "Machines that AWS itself calls too large, kept as evidence and never added on top."
      },
      {
        "permission": "compute-optimizer:GetEBSVolumeRecommendations",
        "operation": "compute-optimizer:GetEBSVolumeRecommendations",
        "list": "inventory",
        "why": "Volumes that AWS itself would change, kept as evidence and never added on top."
      },
      {
        "permission": "compute-optimizer:GetLambdaFunctionRecommendations",
        "operation": "compute-optimizer:GetLambdaFunctionRecommendations",
        "list": "inventory",
        "why": "Functions that AWS itself gives less memory, kept as evidence and never added on top."
      },
      {
        "permission": "compute-optimizer:GetRDSDatabaseRecommendations",
        "operation": "compute-optimizer:GetRDSDatabaseRecommendations",
        "list": "inventory",
        "why": "Databases that AWS itself calls too large, kept as evidence and never added on top."
      },
      {
        "permission": "compute-optimizer:GetECSServiceRecommendations",
        "operation": "compute-optimizer:GetECSServiceRecommendations",
        "list": "inventory",
        "why": "Services of ECS on Fargate that AWS itself calls too large, kept as evidence and never added on top."
      },
      {
        "permission": "compute-optimizer:GetAutoScalingGroupRecommendations",
        "operation": "compute-optimizer:GetAutoScalingGroupRecommendations",
        "list": "inventory",
        "why": "Scaling groups whose machines AWS itself would change, kept as evidence and never added on top."
      }
    ],
    "settings": {},
    "verify": "aws compute-optimizer get-idle-recommendations --region {region} --account-ids {accountId}",
    "remedy": {
      "steps": [
        "Open the advice at the provider: it says what was measured.",
        "Compare it with what is found here for the same resource.",
        "Do as it says, or dismiss it there."
      ],
      "rollback": "The provider says with each advice whether it can be undone, and how."
    }
  },
  {
    "id": "aws.computeoptimizer.resource-upgrade-advised",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "computeoptimizer",
    "title": "Resource that Compute Optimizer advises to move to a newer type",
    "why": "Compute Optimizer knows a newer type of volume that does the same for less; where our own rules or Cost Optimization Hub say it too, all are one opportunity.",
    "severity": "medium",
    "effort": "Low",
    "actionGroup": "modernise",
    "resourceType": "AWS::ComputeOptimizer::Recommendation",
    "readers": [
      "aws.computeoptimizer.recommendations"
    ],
    "permissions": [
      {
        "permission": "compute-optimizer:GetEnrollmentStatus",
        "operation": "compute-optimizer:GetEnrollmentStatus",
        "list": "inventory",
        "why": "Whether the account has switched on Compute Optimizer."
      },
      {
        "permission": "compute-optimizer:GetIdleRecommendations",
        "operation": "compute-optimizer:GetIdleRecommendations",
        "list": "inventory",
        "why": "Resources that AWS itself calls idle, kept as evidence and never added on top."
      },
      {
        "permission": "compute-optimizer:GetEC2InstanceRecommendations",
        "operation": "compute-optimizer:GetEC2InstanceRecommendations",
        "list": "inventory",
        "why": "Machines that AWS itself calls too large, kept as evidence and never added on top."
      },
      {
        "permission": "compute-optimizer:GetEBSVolumeRecommendations",
        "operation": "compute-optimizer:GetEBSVolumeRecommendations",
        "list": "inventory",
        "why": "Volumes that AWS itself would change, kept as evidence and never added on top."
      },
      {
        "permission": "compute-optimizer:GetLambdaFunctionRecommendations",
        "operation": "compute-optimizer:GetLambdaFunctionRecommendations",
        "list": "inventory",
        "why": "Functions that AWS itself gives less memory, kept as evidence and never added on top."
      },
      {
        "permission": "compute-optimizer:GetRDSDatabaseRecommendations",
        "operation": "compute-optimizer:GetRDSDatabaseRecommendations",
        "list": "inventory",
        "why": "Databases that AWS itself calls too large, kept as evidence and never added on top."
      },
      {
        "permission": "compute-optimizer:GetECSServiceRecommendations",
        "operation": "compute-optimizer:GetECSServiceRecommendations",
        "list": "inventory",
        "why": "Services of ECS on Fargate that AWS itself calls too large, kept as evidence and never added on top."
      },
      {
        "permission": "compute-optimizer:GetAutoScalingGroupRecommendations",
        "operation": "compute-optimizer:GetAutoScalingGroupRecommendations",
        "list": "inventory",
        "why": "Scaling groups whose machines AWS itself would change, kept as evidence and never added on top."
      }
    ],
    "settings": {},
    "verify": "aws compute-optimizer get-ebs-volume-recommendations --region {region} --account-ids {accountId} --filters name=Finding,values=NotOptimized",
    "remedy": {
      "steps": [
        "Open the advice at the provider: it says what was measured.",
        "Compare it with what is found here for the same resource.",
        "Do as it says, or dismiss it there."
      ],
      "rollback": "The provider says with each advice whether it can be undone, and how."
    }
  },
  {
    "id": "aws.costoptimizationhub.resource-resize-advised",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "costoptimizationhub",
    "title": "Resource that AWS itself advises to make smaller",
    "why": "AWS has watched the resource and found it too large; where our own rules judge it too, theirs is evidence for ours.",
    "severity": "medium",
    "effort": "Medium",
    "actionGroup": "resize",
    "resourceType": "AWS::CostOptimizationHub::Recommendation",
    "readers": [
      "aws.costoptimizationhub.recommendations"
    ],
    "permissions": [
      {
        "permission": "cost-optimization-hub:ListEnrollmentStatuses",
        "operation": "cost-optimization-hub:ListEnrollmentStatuses",
        "list": "inventory",
        "why": "Whether the account has switched on the advice of Cost Optimization Hub."
      },
      {
        "permission": "cost-optimization-hub:GetPreferences",
        "operation": "cost-optimization-hub:GetPreferences",
        "list": "inventory",
        "why": "Whether that advice counts the discounts of the account."
      },
      {
        "permission": "cost-optimization-hub:ListRecommendations",
        "operation": "cost-optimization-hub:ListRecommendations",
        "list": "inventory",
        "why": "What AWS itself advises for a resource, kept as evidence and never added on top."
      }
    ],
    "settings": {},
    "verify": "aws cost-optimization-hub list-recommendations --region us-east-1 --filter resourceIds={resourceId}",
    "remedy": {
      "steps": [
        "Open the advice at the provider: it says what was measured.",
        "Compare it with what is found here for the same resource.",
        "Do as it says, or dismiss it there."
      ],
      "rollback": "The provider says with each advice whether it can be undone, and how."
    }
  },
  {
    "id": "aws.costoptimizationhub.resource-stop-advised",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "costoptimizationhub",
    "title": "Resource that AWS itself advises to stop or delete",
    "why": "AWS has watched the resource and found it idle; where our own rules judge it too, theirs is evidence for ours.",
    "severity": "medium",
    "effort": "Low",
    "actionGroup": "terminate",
    "resourceType": "AWS::CostOptimizationHub::Recommendation",
    "readers": [
      "aws.costoptimizationhub.recommendations"
    ],
    "permissions": [
      {
        "permission": "cost-optimization-hub:ListEnrollmentStatuses",
        "operation": "cost-optimization-hub:ListEnrollmentStatuses",
        "list": "inventory",
        "why": "Whether the account has switched on the advice of Cost Optimization Hub."
      },
      {
        "permission": "cost-optimization-hub:GetPreferences",
        "operation": "cost-optimization-hub:GetPreferences",
        "list": "inventory",
        "why": "Whether that advice counts the discounts of the account."
      },
      {
        "permission": "cost-optimization-hub:ListRecommendations",
        "operation": "cost-optimization-hub:ListRecommendations",
        "list": "inventory",
        "why": "What AWS itself advises for a resource, kept as evidence and never added on top."
      }
    ],
    "settings": {},
    "verify": "aws cost-optimization-hub list-recommendations --region us-east-1 --filter resourceIds={resourceId}",
    "remedy": {
      "steps": [
        "Open the advice at the provider: it says what was measured.",
        "Compare it with what is found here for the same resource.",
        "Do as it says, or dismiss it there."
      ],
      "rollback": "The provider says with each advice whether it can be undone, and how."
    }
  },
  {
    "id": "aws.costoptimizationhub.resource-upgrade-advised",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "costoptimizationhub",
    "title": "Resource that AWS itself advises to move to a newer type",
    "why": "AWS knows a newer type that does the same for less; where our own rules judge it too, theirs is evidence for ours.",
    "severity": "medium",
    "effort": "Low",
    "actionGroup": "modernise",
    "resourceType": "AWS::CostOptimizationHub::Recommendation",
    "readers": [
      "aws.costoptimizationhub.recommendations"
    ],
    "permissions": [
      {
        "permission": "cost-optimization-hub:ListEnrollmentStatuses",
        "operation": "cost-optimization-hub:ListEnrollmentStatuses",
        "list": "inventory",
        "why": "Whether the account has switched on the advice of Cost Optimization Hub."
      },
      {
        "permission": "cost-optimization-hub:GetPreferences",
        "operation": "cost-optimization-hub:GetPreferences",
        "list": "inventory",
        "why": "Whether that advice counts the discounts of the account."
      },
      {
        "permission": "cost-optimization-hub:ListRecommendations",
        "operation": "cost-optimization-hub:ListRecommendations",
        "list": "inventory",
        "why": "What AWS itself advises for a resource, kept as evidence and never added on top."
      }
    ],
    "settings": {},
    "verify": "aws cost-optimization-hub list-recommendations --region us-east-1 --filter resourceIds={resourceId}",
    "remedy": {
      "steps": [
        "Open the advice at the provider: it says what was measured.",
        "Compare it with what is found here for the same resource.",
        "Do as it says, or dismiss it there."
      ],
      "rollback": "The provider says with each advice whether it can be undone, and how."
    }
  },
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
    "id": "aws.ec2.instance-off-hours",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "ec2",
    "title": "Machine outside production that runs through nights and weekends",
    "why": "A machine that people use in working hours only is billed for 168 hours a week and used for some 50 of them.",
    "severity": "high",
    "effort": "Low",
    "actionGroup": "config",
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
      "nightHours": 8,
      "weekendHours": 40
    },
    "verify": "aws cloudwatch get-metric-statistics --namespace AWS/EC2 --metric-name CPUUtilization --dimensions Name=InstanceId,Value={resourceId} --statistics Maximum --period 3600 --start-time \"$(date -u -d '14 days ago' +%FT%TZ)\" --end-time \"$(date -u +%FT%TZ)\" --region {region}",
    "remedy": {
      "steps": [
        "Ask the owner which hours are needed, and what must run at night.",
        "Give the machine a schedule that stops and starts it (Instance Scheduler, EventBridge)."
      ],
      "rollback": "Remove the schedule and start the machine."
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
    "id": "aws.eks.cluster-extended-support",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "eks",
    "title": "EKS cluster at or near the end of standard support",
    "why": "A cluster on a version past standard support costs six times as much per hour, until it is upgraded.",
    "severity": "high",
    "effort": "High",
    "actionGroup": "modernise",
    "resourceType": "AWS::EKS::Cluster",
    "readers": [
      "aws.eks.clusters",
      "aws.eks.cluster-versions"
    ],
    "permissions": [
      {
        "permission": "eks:ListClusters",
        "operation": "eks:ListClusters",
        "list": "inventory",
        "why": "Names of Kubernetes clusters, each to be described."
      },
      {
        "permission": "eks:DescribeCluster",
        "operation": "eks:DescribeCluster",
        "list": "inventory",
        "why": "The version of a cluster, which may cost extended support."
      },
      {
        "permission": "eks:DescribeClusterVersions",
        "operation": "eks:DescribeClusterVersions",
        "list": "inventory",
        "why": "The provider's own dates for the support of each version."
      }
    ],
    "settings": {
      "warnDays": 90
    },
    "verify": "aws eks describe-cluster --name {resourceId} --region {region} --query \"cluster.[version,upgradePolicy]\"",
    "remedy": {
      "steps": [
        "Read the upgrade insights of the cluster and what they find in its manifests.",
        "Upgrade control plane and nodes, one minor version at a time.",
        "Set its upgrade policy to standard support, so that it never pays again."
      ],
      "rollback": "A control plane cannot go back a version: try the upgrade on a copy first."
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
    "id": "aws.elasticache.cache-cluster-oversized",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "elasticache",
    "title": "ElastiCache node twice as large as its work",
    "why": "A node whose processor and memory both stay below half for a month would do its work at the next smaller type.",
    "severity": "medium",
    "effort": "Medium",
    "actionGroup": "resize",
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
      "cpuPercent": 40,
      "memoryPercent": 40,
      "ownConnections": 6
    },
    "verify": "aws cloudwatch get-metric-statistics --namespace AWS/ElastiCache --metric-name DatabaseMemoryUsagePercentage --dimensions Name=CacheClusterId,Value={resourceId} --statistics Maximum --period 3600 --start-time \"$(date -u -d '30 days ago' +%FT%TZ)\" --end-time \"$(date -u +%FT%TZ)\" --region {region}",
    "remedy": {
      "steps": [
        "Check the network bandwidth of the smaller type.",
        "Scale the replication group down; all of its nodes have one type."
      ],
      "rollback": "Scale the replication group up again."
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
    "id": "aws.lambda.function-concurrency-unused",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "lambda",
    "title": "Lambda function kept ready far beyond its calls",
    "why": "Provisioned concurrency is billed by the hour whether it is called or not; a function that is not kept ready costs nothing while idle.",
    "severity": "low",
    "effort": "Low",
    "actionGroup": "config",
    "resourceType": "AWS::Lambda::Function",
    "readers": [
      "aws.lambda.provisioned-concurrencies"
    ],
    "permissions": [
      {
        "permission": "lambda:ListFunctions",
        "operation": "lambda:ListFunctions",
        "list": "inventory",
        "why": "Functions, their memory and processor; their environment is not kept."
      },
      {
        "permission": "lambda:ListProvisionedConcurrencyConfigs",
        "operation": "lambda:ListProvisionedConcurrencyConfigs",
        "list": "inventory",
        "why": "How much concurrency of a function is kept ready, and billed."
      },
      {
        "permission": "cloudwatch:GetMetricData",
        "operation": "cloudwatch:GetMetricData",
        "list": "inventory",
        "why": "Metric statistics of candidates, 500 series a call."
      }
    ],
    "settings": {
      "usedPercent": 10
    },
    "verify": "aws lambda list-provisioned-concurrency-configs --function-name {resourceId} --region {region}",
    "remedy": {
      "steps": [
        "Ask the owner what start-up time the callers bear.",
        "Lower the provisioned concurrency, give it a schedule, or remove it."
      ],
      "rollback": "Set the provisioned concurrency again; it is ready within minutes."
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
    "id": "aws.opensearch.domain-idle",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "opensearch",
    "title": "OpenSearch domain that nobody searches or fills",
    "why": "The machines and disks of a search domain are billed by the hour, searched or not.",
    "severity": "medium",
    "effort": "Medium",
    "actionGroup": "terminate",
    "resourceType": "AWS::OpenSearchService::Domain",
    "readers": [
      "aws.opensearch.domains"
    ],
    "permissions": [
      {
        "permission": "es:ListDomainNames",
        "operation": "es:ListDomainNames",
        "list": "inventory",
        "why": "Names of search domains, each to be described."
      },
      {
        "permission": "es:DescribeDomains",
        "operation": "es:DescribeDomains",
        "list": "inventory",
        "why": "Search domains, their machines and state."
      },
      {
        "permission": "cloudwatch:GetMetricData",
        "operation": "cloudwatch:GetMetricData",
        "list": "inventory",
        "why": "Metric statistics of candidates, 500 series a call."
      }
    ],
    "settings": {
      "writesPerMinute": 0
    },
    "verify": "aws cloudwatch get-metric-statistics --namespace AWS/ES --metric-name SearchRate --dimensions Name=DomainName,Value={name} Name=ClientId,Value={accountId} --statistics Maximum --period 86400 --start-time \"$(date -u -d '14 days ago' +%FT%TZ)\" --end-time \"$(date -u +%FT%TZ)\" --region {region}",
    "remedy": {
      "steps": [
        "Ask the owner whether a season or a failure needs it.",
        "Take a manual snapshot into a bucket.",
        "Delete the domain."
      ],
      "rollback": "Create a domain and restore the snapshot; its address will be a new one."
    }
  },
  {
    "id": "aws.rds.db-instance-extended-support",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "rds",
    "title": "RDS database at or near the end of standard support",
    "why": "A database on a version past standard support is charged per processor and hour on top, standbys and replicas too.",
    "severity": "high",
    "effort": "High",
    "actionGroup": "modernise",
    "resourceType": "AWS::RDS::DBInstance",
    "readers": [
      "aws.rds.db-instances",
      "aws.rds.db-major-engine-versions"
    ],
    "permissions": [
      {
        "permission": "rds:DescribeDBInstances",
        "operation": "rds:DescribeDBInstances",
        "list": "inventory",
        "why": "Databases, their engine, class, state and age."
      },
      {
        "permission": "rds:DescribeDBMajorEngineVersions",
        "operation": "rds:DescribeDBMajorEngineVersions",
        "list": "inventory",
        "why": "The provider's own dates for the support of each database version."
      }
    ],
    "settings": {
      "warnDays": 90
    },
    "verify": "aws rds describe-db-instances --db-instance-identifier {resourceId} --region {region} --query \"DBInstances[].[EngineVersion,EngineLifecycleSupport]\"",
    "remedy": {
      "steps": [
        "Try the upgrade on a copy restored from a snapshot.",
        "Upgrade the major version, by a blue/green deployment where the engine has one."
      ],
      "rollback": "Switch back to the blue side, or restore the snapshot that was taken before."
    }
  },
  {
    "id": "aws.rds.db-instance-generation-superseded",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "rds",
    "title": "RDS database on machines that cheaper ones have followed",
    "why": "RDS offers the same processors and memory on Graviton for less, and the engine behaves the same there.",
    "severity": "medium",
    "effort": "Medium",
    "actionGroup": "modernise",
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
      }
    ],
    "settings": {},
    "verify": "aws rds describe-db-instances --db-instance-identifier {resourceId} --region {region} --query \"DBInstances[].[DBInstanceClass,Engine,EngineVersion]\"",
    "remedy": {
      "steps": [
        "Check extensions and plug-ins of the database against the new family.",
        "Look whether a reserved instance is bound to the old family.",
        "Change the class in a maintenance window; the database restarts."
      ],
      "rollback": "Change the class back, with another restart."
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
    "id": "aws.rds.db-instance-off-hours",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "rds",
    "title": "Database outside production that runs through nights and weekends",
    "why": "A database that people use in working hours only is billed for 168 hours a week.",
    "severity": "high",
    "effort": "Low",
    "actionGroup": "config",
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
      "cpuPercent": 5,
      "nightHours": 8,
      "weekendHours": 40
    },
    "verify": "aws cloudwatch get-metric-statistics --namespace AWS/RDS --metric-name DatabaseConnections --dimensions Name=DBInstanceIdentifier,Value={resourceId} --statistics Maximum --period 3600 --start-time \"$(date -u -d '14 days ago' +%FT%TZ)\" --end-time \"$(date -u +%FT%TZ)\" --region {region}",
    "remedy": {
      "steps": [
        "Ask the owner which hours are needed.",
        "Give the database a schedule that stops and starts it; RDS itself starts a stopped one after seven days."
      ],
      "rollback": "Remove the schedule and start the database."
    }
  },
  {
    "id": "aws.rds.db-instance-oversized",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "rds",
    "title": "RDS database on a machine twice as large as its work",
    "why": "A database whose processor, memory and sessions all stay below half for a month would do its work on the next smaller class.",
    "severity": "high",
    "effort": "Medium",
    "actionGroup": "resize",
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
      "cpuPercent": 40,
      "freeMemoryPercent": 50,
      "connectionsPercent": 40
    },
    "verify": "aws cloudwatch get-metric-statistics --namespace AWS/RDS --metric-name CPUUtilization --dimensions Name=DBInstanceIdentifier,Value={resourceId} --statistics Maximum --period 3600 --start-time \"$(date -u -d '30 days ago' +%FT%TZ)\" --end-time \"$(date -u +%FT%TZ)\" --region {region}",
    "remedy": {
      "steps": [
        "Check that the smaller class has the disk and network bandwidth that the database needs.",
        "Change the class in a maintenance window; the database restarts."
      ],
      "rollback": "Change the class back, with another restart."
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
    "id": "aws.s3.bucket-no-lifecycle",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "s3",
    "title": "Large bucket without a rule that moves or ends its objects",
    "why": "Without a lifecycle rule every object stays in the dearest class for ever, whether somebody reads it or not.",
    "severity": "medium",
    "effort": "Low",
    "actionGroup": "config",
    "resourceType": "AWS::S3::Bucket",
    "readers": [
      "aws.s3.bucket-lifecycles"
    ],
    "permissions": [
      {
        "permission": "s3:ListAllMyBuckets",
        "operation": "s3:ListBuckets",
        "list": "inventory",
        "why": "Names of buckets by region; never an object."
      },
      {
        "permission": "s3:GetLifecycleConfiguration",
        "operation": "s3:GetBucketLifecycleConfiguration",
        "list": "inventory",
        "why": "Which rules move or end the objects of a bucket."
      },
      {
        "permission": "cloudwatch:GetMetricData",
        "operation": "cloudwatch:GetMetricData",
        "list": "inventory",
        "why": "Metric statistics of candidates, 500 series a call."
      }
    ],
    "settings": {
      "minimumGib": 100,
      "sharePercent": 25
    },
    "verify": "aws s3api get-bucket-lifecycle-configuration --bucket {resourceId}",
    "remedy": {
      "steps": [
        "Ask the owner how long the objects are read, and how long they must be kept.",
        "Look at object sizes: small ones cost more in cooler classes, which bill at least 128 KB each.",
        "Add a rule that moves objects to a cooler class, or ends them."
      ],
      "rollback": "Remove the rule; objects that it moved can be copied back, those that it ended are gone."
    }
  },
  {
    "id": "aws.s3.bucket-uploads-unended",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "s3",
    "title": "Bucket with uploads that were begun and never ended",
    "why": "Parts of an upload that broke off are billed like objects, and no listing of objects shows them.",
    "severity": "low",
    "effort": "VeryLow",
    "actionGroup": "config",
    "resourceType": "AWS::S3::Bucket",
    "readers": [
      "aws.s3.multipart-uploads",
      "aws.s3.bucket-lifecycles"
    ],
    "permissions": [
      {
        "permission": "s3:ListAllMyBuckets",
        "operation": "s3:ListBuckets",
        "list": "inventory",
        "why": "Names of buckets by region; never an object."
      },
      {
        "permission": "s3:ListBucketMultipartUploads",
        "operation": "s3:ListMultipartUploads",
        "list": "inventory",
        "why": "When uploads of a bucket began that were never ended; the names of their objects are not kept."
      },
      {
        "permission": "s3:GetLifecycleConfiguration",
        "operation": "s3:GetBucketLifecycleConfiguration",
        "list": "inventory",
        "why": "Which rules move or end the objects of a bucket."
      }
    ],
    "settings": {
      "graceDays": 7
    },
    "verify": "aws s3api list-multipart-uploads --bucket {resourceId} --query \"Uploads[].Initiated\"",
    "remedy": {
      "steps": [
        "Ask the owner whether an upload may take longer than a week.",
        "Add a lifecycle rule that aborts incomplete uploads after seven days."
      ],
      "rollback": "Remove the rule; parts that it ended must be uploaded again."
    }
  },
  {
    "id": "aws.s3.bucket-versions-kept",
    "version": 1,
    "cloud": "aws",
    "family": "cost",
    "service": "s3",
    "title": "Bucket that keeps every old version of its objects",
    "why": "With versioning on, deleting or overwriting an object frees nothing: each old version is billed until a rule ends it.",
    "severity": "medium",
    "effort": "Low",
    "actionGroup": "config",
    "resourceType": "AWS::S3::Bucket",
    "readers": [
      "aws.s3.bucket-lifecycles",
      "aws.s3.bucket-versionings"
    ],
    "permissions": [
      {
        "permission": "s3:ListAllMyBuckets",
        "operation": "s3:ListBuckets",
        "list": "inventory",
        "why": "Names of buckets by region; never an object."
      },
      {
        "permission": "s3:GetLifecycleConfiguration",
        "operation": "s3:GetBucketLifecycleConfiguration",
        "list": "inventory",
        "why": "Which rules move or end the objects of a bucket."
      },
      {
        "permission": "s3:GetBucketVersioning",
        "operation": "s3:GetBucketVersioning",
        "list": "inventory",
        "why": "Whether a bucket keeps old versions."
      },
      {
        "permission": "cloudwatch:GetMetricData",
        "operation": "cloudwatch:GetMetricData",
        "list": "inventory",
        "why": "Metric statistics of candidates, 500 series a call."
      }
    ],
    "settings": {
      "minimumGib": 100,
      "sharePercent": 25
    },
    "verify": "aws s3api get-bucket-lifecycle-configuration --bucket {resourceId}",
    "remedy": {
      "steps": [
        "Ask the owner how long an old version may be wanted back.",
        "Add a rule that ends noncurrent versions after that time."
      ],
      "rollback": "Remove the rule; versions that it ended are gone."
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
    "id": "azure.advisor.resource-resize-advised",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "advisor",
    "title": "Resource that Azure Advisor advises to make smaller",
    "why": "Azure has watched the resource and found it too large; where our own rules judge it too, its advice is evidence for ours.",
    "severity": "medium",
    "effort": "Medium",
    "actionGroup": "resize",
    "resourceType": "microsoft.advisor/recommendations",
    "readers": [
      "azure.advisor.recommendations"
    ],
    "permissions": [
      {
        "permission": "Microsoft.Advisor/recommendations/read",
        "operation": "Microsoft.Advisor/recommendations/read",
        "list": "inventory",
        "why": "What Azure itself advises to stop or to make smaller, as evidence beside our own findings."
      }
    ],
    "settings": {},
    "verify": "az advisor recommendation list --category Cost --query \"[].[impactedValue,shortDescription.solution,extendedProperties]\"",
    "remedy": {
      "steps": [
        "Open the advice at the provider: it says what was measured.",
        "Compare it with what is found here for the same resource.",
        "Do as it says, or dismiss it there."
      ],
      "rollback": "The provider says with each advice whether it can be undone, and how."
    }
  },
  {
    "id": "azure.advisor.resource-stop-advised",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "advisor",
    "title": "Resource that Azure Advisor advises to deallocate or delete",
    "why": "Azure has watched the resource and found it idle; where our own rules judge it too, its advice is evidence for ours.",
    "severity": "medium",
    "effort": "Low",
    "actionGroup": "terminate",
    "resourceType": "microsoft.advisor/recommendations",
    "readers": [
      "azure.advisor.recommendations"
    ],
    "permissions": [
      {
        "permission": "Microsoft.Advisor/recommendations/read",
        "operation": "Microsoft.Advisor/recommendations/read",
        "list": "inventory",
        "why": "What Azure itself advises to stop or to make smaller, as evidence beside our own findings."
      }
    ],
    "settings": {},
    "verify": "az advisor recommendation list --category Cost --query \"[].[impactedValue,shortDescription.solution,extendedProperties]\"",
    "remedy": {
      "steps": [
        "Open the advice at the provider: it says what was measured.",
        "Compare it with what is found here for the same resource.",
        "Do as it says, or dismiss it there."
      ],
      "rollback": "The provider says with each advice whether it can be undone, and how."
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
    "id": "azure.compute.disk-premium-underused",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "compute",
    "title": "Premium disk that uses hardly any of its speed",
    "why": "Premium disks are paid for their speed; one that never uses 5 % of it would do the same on a Standard SSD.",
    "severity": "medium",
    "effort": "Medium",
    "actionGroup": "modernise",
    "resourceType": "microsoft.compute/disks",
    "readers": [
      "azure.compute.attached-disks"
    ],
    "permissions": [
      {
        "permission": "Microsoft.Compute/disks/read",
        "operation": "Microsoft.Compute/disks/read",
        "list": "inventory",
        "why": "Managed disks, their state, size and last owner change."
      },
      {
        "permission": "Microsoft.Insights/metrics/read",
        "operation": "Microsoft.Insights/metrics/read",
        "list": "inventory",
        "why": "Metric statistics of candidates, 50 resources a call."
      }
    ],
    "settings": {
      "usedPercent": 5,
      "smallestGib": 256
    },
    "verify": "az monitor metrics list --resource {resourceId} --metric \"Composite Disk Read Operations/sec\" \"Composite Disk Write Operations/sec\" --aggregation Maximum --interval PT1H --offset 30d",
    "remedy": {
      "steps": [
        "Check that no agreement on the machine’s availability rests on it: the promise for a single machine needs premium disks throughout.",
        "Deallocate the machine, change the disk to Standard SSD, start it."
      ],
      "rollback": "Change the disk back to Premium, twice a day at most."
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
    "id": "azure.compute.snapshot-premium",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "compute",
    "title": "Disk snapshot kept on premium storage",
    "why": "A snapshot is only read to make a disk of it: on premium storage it costs more and restores no faster worth the price.",
    "severity": "low",
    "effort": "VeryLow",
    "actionGroup": "modernise",
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
    "settings": {},
    "verify": "az snapshot show --ids {resourceId} --query \"[sku.name,diskSizeGb,incremental,timeCreated]\"",
    "remedy": {
      "steps": [
        "Copy the snapshot to a new one on Standard storage.",
        "Delete the premium one.",
        "Set Standard storage where snapshots are taken."
      ],
      "rollback": "Copy it back to premium storage."
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
    "id": "azure.compute.virtual-machine-deallocated-disks",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "compute",
    "title": "Disks of a machine that was deallocated long ago",
    "why": "A deallocated machine costs nothing, but its disks are billed for their whole size as if it ran.",
    "severity": "medium",
    "effort": "Low",
    "actionGroup": "terminate",
    "resourceType": "microsoft.compute/virtualmachines",
    "readers": [
      "azure.compute.virtual-machines",
      "azure.compute.disks"
    ],
    "permissions": [
      {
        "permission": "Microsoft.Compute/virtualMachines/read",
        "operation": "Microsoft.Compute/virtualMachines/read",
        "list": "inventory",
        "why": "Machines, their power state, size and age."
      },
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
    "verify": "az vm show --ids {resourceId} --show-details --query \"[powerState,storageProfile.osDisk.managedDisk.id,storageProfile.dataDisks[].managedDisk.id]\"",
    "remedy": {
      "steps": [
        "Ask the owner (tags) whether the machine will run again.",
        "Take snapshots of its disks.",
        "Delete the machine with its disks."
      ],
      "rollback": "Create disks from the snapshots and a machine from them."
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
    "id": "azure.compute.virtual-machine-no-hybrid-benefit",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "compute",
    "title": "Windows machine that pays for its licence by the hour",
    "why": "Who owns Windows Server licences with Software Assurance pays the price of a Linux machine; this one pays both.",
    "severity": "medium",
    "effort": "VeryLow",
    "actionGroup": "config",
    "resourceType": "microsoft.compute/virtualmachines",
    "readers": [
      "azure.compute.virtual-machines",
      "azure.resources.subscriptions"
    ],
    "permissions": [
      {
        "permission": "Microsoft.Compute/virtualMachines/read",
        "operation": "Microsoft.Compute/virtualMachines/read",
        "list": "inventory",
        "why": "Machines, their power state, size and age."
      },
      {
        "permission": "Microsoft.Resources/subscriptions/read",
        "operation": "Microsoft.Resources/subscriptions/read",
        "list": "inventory",
        "why": "Which subscriptions the principal can see."
      }
    ],
    "settings": {},
    "verify": "az vm show --ids {resourceId} --query \"[licenseType,storageProfile.osDisk.osType,hardwareProfile.vmSize]\"",
    "remedy": {
      "steps": [
        "Ask procurement how many core licences with Software Assurance are owned and not yet used.",
        "Set the machine’s licence type to Windows_Server."
      ],
      "rollback": "Set the licence type to None; neither change restarts the machine."
    }
  },
  {
    "id": "azure.compute.virtual-machine-off-hours",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "compute",
    "title": "Machine outside production that runs through nights and weekends",
    "why": "A machine that people use in working hours only is billed for 168 hours a week and used for some 50 of them.",
    "severity": "high",
    "effort": "Low",
    "actionGroup": "config",
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
      "cpuPercent": 5,
      "nightHours": 8,
      "weekendHours": 40
    },
    "verify": "az monitor metrics list --resource {resourceId} --metric \"Percentage CPU\" --aggregation Maximum --interval PT1H --offset 14d",
    "remedy": {
      "steps": [
        "Ask the owner which hours are needed, and what must run at night.",
        "Give the machine a schedule that deallocates and starts it."
      ],
      "rollback": "Remove the schedule and start the machine."
    }
  },
  {
    "id": "azure.compute.virtual-machine-oversized",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "compute",
    "title": "Virtual machine twice as large as its work",
    "why": "A machine whose processor stays below 30 % and that needs less than half of its memory would do its work on half of it.",
    "severity": "high",
    "effort": "Medium",
    "actionGroup": "resize",
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
      "cpuPercent": 30,
      "memoryPercent": 50,
      "idleCpuPercent": 3,
      "networkOutBytesPerHour": 337500000000
    },
    "verify": "az monitor metrics list --resource {resourceId} --metric \"Percentage CPU\" \"Available Memory Bytes\" --interval PT1H --offset 30d",
    "remedy": {
      "steps": [
        "Ask the owner about peaks of the year that a month does not show.",
        "Change the machine to the advised size; it restarts."
      ],
      "rollback": "Change the machine back to its old size; it restarts."
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
    "id": "azure.dbformysql.flexible-server-underutilised",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "dbformysql",
    "title": "MySQL server twice as large as its work",
    "why": "A server whose processor stays below 40 % and whose memory stays below half in 99 of 100 hours would do its work on half of it.",
    "severity": "high",
    "effort": "Medium",
    "actionGroup": "resize",
    "resourceType": "microsoft.dbformysql/flexibleservers",
    "readers": [
      "azure.dbformysql.flexible-servers"
    ],
    "permissions": [
      {
        "permission": "Microsoft.DBforMySQL/flexibleServers/read",
        "operation": "Microsoft.DBforMySQL/flexibleServers/read",
        "list": "inventory",
        "why": "MySQL servers, their tier and state."
      },
      {
        "permission": "Microsoft.Insights/metrics/read",
        "operation": "Microsoft.Insights/metrics/read",
        "list": "inventory",
        "why": "Metric statistics of candidates, 50 resources a call."
      }
    ],
    "settings": {
      "cpuPercent": 40,
      "memoryPercent": 50
    },
    "verify": "az monitor metrics list --resource {resourceId} --metric cpu_percent memory_percent --aggregation Maximum --interval PT1H --offset 30d",
    "remedy": {
      "steps": [
        "Ask the owner about peaks of the year that a month does not show.",
        "Scale the server to half its vCores; it restarts."
      ],
      "rollback": "Scale it back; it restarts."
    }
  },
  {
    "id": "azure.dbforpostgresql.flexible-server-underutilised",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "dbforpostgresql",
    "title": "PostgreSQL server twice as large as its work",
    "why": "A server whose processor stays below 40 % and whose memory stays below half in 99 of 100 hours would do its work on half of it.",
    "severity": "high",
    "effort": "Medium",
    "actionGroup": "resize",
    "resourceType": "microsoft.dbforpostgresql/flexibleservers",
    "readers": [
      "azure.dbforpostgresql.flexible-servers"
    ],
    "permissions": [
      {
        "permission": "Microsoft.DBforPostgreSQL/flexibleServers/read",
        "operation": "Microsoft.DBforPostgreSQL/flexibleServers/read",
        "list": "inventory",
        "why": "PostgreSQL servers, their tier and state."
      },
      {
        "permission": "Microsoft.Insights/metrics/read",
        "operation": "Microsoft.Insights/metrics/read",
        "list": "inventory",
        "why": "Metric statistics of candidates, 50 resources a call."
      }
    ],
    "settings": {
      "cpuPercent": 40,
      "memoryPercent": 50
    },
    "verify": "az monitor metrics list --resource {resourceId} --metric cpu_percent memory_percent --aggregation Maximum --interval PT1H --offset 30d",
    "remedy": {
      "steps": [
        "Ask the owner about peaks of the year that a month does not show.",
        "Scale the server to half its vCores; it restarts."
      ],
      "rollback": "Scale it back; it restarts."
    }
  },
  {
    "id": "azure.documentdb.account-overprovisioned",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "documentdb",
    "title": "Cosmos DB account that provisions ten times what it uses",
    "why": "Provisioned request units are billed by the hour in every region, used or not.",
    "severity": "high",
    "effort": "Low",
    "actionGroup": "resize",
    "resourceType": "microsoft.documentdb/databaseaccounts",
    "readers": [
      "azure.documentdb.database-accounts"
    ],
    "permissions": [
      {
        "permission": "Microsoft.DocumentDB/databaseAccounts/read",
        "operation": "Microsoft.DocumentDB/databaseAccounts/read",
        "list": "inventory",
        "why": "Cosmos DB accounts and their way of billing; never keys or data."
      },
      {
        "permission": "Microsoft.Insights/metrics/read",
        "operation": "Microsoft.Insights/metrics/read",
        "list": "inventory",
        "why": "Metric statistics of candidates, 50 resources a call."
      }
    ],
    "settings": {
      "usedPercent": 10,
      "fewestUnits": 4000
    },
    "verify": "az monitor metrics list --resource {resourceId} --metric NormalizedRUConsumption ProvisionedThroughput --aggregation Maximum --interval PT1H --offset 30d",
    "remedy": {
      "steps": [
        "Look which database or container holds the throughput.",
        "Lower its manual throughput, or switch it to autoscale, which pays above a manual one only where the average stays below 66 % of the peak."
      ],
      "rollback": "Raise the throughput again; it takes effect at once."
    }
  },
  {
    "id": "azure.machinelearningservices.online-endpoint-idle",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "machinelearningservices",
    "title": "Model endpoint that nobody asks",
    "why": "The machines behind a managed endpoint run and are billed whether or not a request comes.",
    "severity": "medium",
    "effort": "Low",
    "actionGroup": "terminate",
    "resourceType": "microsoft.machinelearningservices/workspaces/onlineendpoints",
    "readers": [
      "azure.machinelearningservices.online-endpoints"
    ],
    "permissions": [
      {
        "permission": "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/read",
        "operation": "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/read",
        "list": "inventory",
        "why": "Endpoints of trained models and their deployments."
      },
      {
        "permission": "Microsoft.Insights/metrics/read",
        "operation": "Microsoft.Insights/metrics/read",
        "list": "inventory",
        "why": "Metric statistics of candidates, 50 resources a call."
      }
    ],
    "settings": {},
    "verify": "az monitor metrics list --resource {resourceId} --metric RequestsPerMinute --aggregation Average --interval PT1H --offset 30d",
    "remedy": {
      "steps": [
        "Ask the owner (tags) whether the model is still offered.",
        "Delete the deployments; the endpoint itself costs nothing."
      ],
      "rollback": "Deploy the registered model again."
    }
  },
  {
    "id": "azure.network.application-gateway-no-backend",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "network",
    "title": "Application gateway without a back end",
    "why": "A running application gateway is billed by the hour, also when nothing stands behind it that could answer.",
    "severity": "high",
    "effort": "Low",
    "actionGroup": "terminate",
    "resourceType": "microsoft.network/applicationgateways",
    "readers": [
      "azure.network.application-gateways"
    ],
    "permissions": [
      {
        "permission": "Microsoft.Network/applicationGateways/read",
        "operation": "Microsoft.Network/applicationGateways/read",
        "list": "inventory",
        "why": "Application gateways, their rules and back-end pools."
      }
    ],
    "settings": {},
    "verify": "az network application-gateway show --ids {resourceId} --query \"[operationalState,backendAddressPools[].backendAddresses]\"",
    "remedy": {
      "steps": [
        "Check that no deployment is about to fill the pools.",
        "Stop the gateway, which ends its hourly price, and watch for a week.",
        "Delete it."
      ],
      "rollback": "Start the stopped gateway; after deletion create it from its exported template."
    }
  },
  {
    "id": "azure.network.ddos-plan-unassociated",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "network",
    "title": "DDoS protection plan that protects nothing",
    "why": "A plan costs a fixed fee of thousands a month for up to 100 addresses, also when no network uses it.",
    "severity": "critical",
    "effort": "VeryLow",
    "actionGroup": "terminate",
    "resourceType": "microsoft.network/ddosprotectionplans",
    "readers": [
      "azure.network.ddos-protection-plans",
      "azure.network.virtual-networks"
    ],
    "permissions": [
      {
        "permission": "Microsoft.Network/ddosProtectionPlans/read",
        "operation": "Microsoft.Network/ddosProtectionPlans/read",
        "list": "inventory",
        "why": "DDoS protection plans and how many networks they protect."
      },
      {
        "permission": "Microsoft.Network/virtualNetworks/read",
        "operation": "Microsoft.Network/virtualNetworks/read",
        "list": "inventory",
        "why": "Which virtual networks name a DDoS protection plan."
      }
    ],
    "settings": {},
    "verify": "az network ddos-protection show --ids {resourceId} --query \"[virtualNetworks,publicIPAddresses]\"",
    "remedy": {
      "steps": [
        "Ask the tenant’s network team: one plan serves all subscriptions of a tenant.",
        "Delete the plan."
      ],
      "rollback": "Create a plan again and bind the networks to it; protection starts at once."
    }
  },
  {
    "id": "azure.network.express-route-circuit-unprovisioned",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "network",
    "title": "ExpressRoute circuit that the provider never switched on",
    "why": "A circuit is billed from the moment its service key exists, not from the day on which the provider connects it.",
    "severity": "high",
    "effort": "Medium",
    "actionGroup": "terminate",
    "resourceType": "microsoft.network/expressroutecircuits",
    "readers": [
      "azure.network.express-route-circuits"
    ],
    "permissions": [
      {
        "permission": "Microsoft.Network/expressRouteCircuits/read",
        "operation": "Microsoft.Network/expressRouteCircuits/read",
        "list": "inventory",
        "why": "ExpressRoute circuits and whether the provider has switched them on."
      }
    ],
    "settings": {},
    "verify": "az network express-route show --ids {resourceId} --query \"[serviceProviderProvisioningState,circuitProvisioningState,sku.name]\"",
    "remedy": {
      "steps": [
        "Ask the network team and the provider whether an order is open.",
        "Delete the circuit."
      ],
      "rollback": "Create a circuit and hand its new service key to the provider."
    }
  },
  {
    "id": "azure.network.firewall-idle",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "network",
    "title": "Firewall that no traffic passes",
    "why": "A firewall is billed by the hour at the price of several machines, whether or not a byte goes through it.",
    "severity": "critical",
    "effort": "Medium",
    "actionGroup": "terminate",
    "resourceType": "microsoft.network/azurefirewalls",
    "readers": [
      "azure.network.azure-firewalls"
    ],
    "permissions": [
      {
        "permission": "Microsoft.Network/azureFirewalls/read",
        "operation": "Microsoft.Network/azureFirewalls/read",
        "list": "inventory",
        "why": "Firewalls, their tier and addresses."
      },
      {
        "permission": "Microsoft.Insights/metrics/read",
        "operation": "Microsoft.Insights/metrics/read",
        "list": "inventory",
        "why": "Metric statistics of candidates, 50 resources a call."
      }
    ],
    "settings": {},
    "verify": "az monitor metrics list --resource {resourceId} --metric DataProcessed --aggregation Total --interval P1D --offset 30d",
    "remedy": {
      "steps": [
        "Ask the network team: a hub kept for disaster recovery is idle by design.",
        "Deallocate the firewall, which ends its hourly price and keeps its rules.",
        "Delete it when nobody missed it."
      ],
      "rollback": "Allocate the deallocated firewall again with its network and address."
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
    "id": "azure.network.private-dns-zone-unused",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "network",
    "title": "Private DNS zone that no network asks",
    "why": "A private zone answers only networks that are linked to it; without a link it is billed and answers nobody.",
    "severity": "low",
    "effort": "Low",
    "actionGroup": "terminate",
    "resourceType": "microsoft.network/privatednszones",
    "readers": [
      "azure.network.private-dns-zones"
    ],
    "permissions": [
      {
        "permission": "Microsoft.Network/privateDnsZones/read",
        "operation": "Microsoft.Network/privateDnsZones/read",
        "list": "inventory",
        "why": "Private DNS zones and the number of networks that ask them."
      }
    ],
    "settings": {},
    "verify": "az network private-dns zone show --ids {resourceId} --query \"[numberOfVirtualNetworkLinks,numberOfRecordSets]\"",
    "remedy": {
      "steps": [
        "Export the zone’s records.",
        "Check that no template is about to link a network.",
        "Delete the zone."
      ],
      "rollback": "Create the zone again and import its records."
    }
  },
  {
    "id": "azure.network.private-endpoint-disconnected",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "network",
    "title": "Private endpoint whose link is cut",
    "why": "A private endpoint is billed by the hour, also after the service at its other end was deleted or refused it.",
    "severity": "low",
    "effort": "Low",
    "actionGroup": "terminate",
    "resourceType": "microsoft.network/privateendpoints",
    "readers": [
      "azure.network.private-endpoints"
    ],
    "permissions": [
      {
        "permission": "Microsoft.Network/privateEndpoints/read",
        "operation": "Microsoft.Network/privateEndpoints/read",
        "list": "inventory",
        "why": "Private endpoints and the state of their link."
      }
    ],
    "settings": {},
    "verify": "az network private-endpoint show --ids {resourceId} --query \"privateLinkServiceConnections[].privateLinkServiceConnectionState\"",
    "remedy": {
      "steps": [
        "Check that the service at the other end is gone: some endpoints that read \"Disconnected\" are in use.",
        "Delete the endpoint and its DNS record."
      ],
      "rollback": "Create an endpoint to the same service and have it approved."
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
    "id": "azure.network.virtual-network-gateway-idle",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "network",
    "title": "VPN or ExpressRoute gateway without a connection",
    "why": "A gateway is billed by the hour for its size, whether or not anything is connected through it.",
    "severity": "high",
    "effort": "Medium",
    "actionGroup": "terminate",
    "resourceType": "microsoft.network/virtualnetworkgateways",
    "readers": [
      "azure.network.virtual-network-gateways",
      "azure.network.connections",
      "azure.network.express-route-circuits"
    ],
    "permissions": [
      {
        "permission": "Microsoft.Network/virtualNetworkGateways/read",
        "operation": "Microsoft.Network/virtualNetworkGateways/read",
        "list": "inventory",
        "why": "VPN and ExpressRoute gateways and whether clients may dial in."
      },
      {
        "permission": "Microsoft.Network/connections/read",
        "operation": "Microsoft.Network/connections/read",
        "list": "inventory",
        "why": "Which gateways a connection uses."
      },
      {
        "permission": "Microsoft.Network/expressRouteCircuits/read",
        "operation": "Microsoft.Network/expressRouteCircuits/read",
        "list": "inventory",
        "why": "ExpressRoute circuits and whether the provider has switched them on."
      }
    ],
    "settings": {},
    "verify": "az network vnet-gateway show --ids {resourceId} --query \"[gatewayType,sku.name,vpnClientConfiguration.vpnClientAddressPool]\"",
    "remedy": {
      "steps": [
        "Ask the network team whether a site or a circuit is about to be connected.",
        "Delete the gateway and its public addresses."
      ],
      "rollback": "Create the gateway again (up to 45 minutes) and connect the sites; its public address will be another."
    }
  },
  {
    "id": "azure.operationalinsights.workspace-retention-long",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "operationalinsights",
    "title": "Log workspace that keeps data longer than is included",
    "why": "The first 31 days (90 with Sentinel) are included; every further day of every gigabyte is billed at the price of interactive logs.",
    "severity": "medium",
    "effort": "Low",
    "actionGroup": "config",
    "resourceType": "microsoft.operationalinsights/workspaces",
    "readers": [
      "azure.operationalinsights.workspaces",
      "azure.operationsmanagement.solutions"
    ],
    "permissions": [
      {
        "permission": "Microsoft.OperationalInsights/workspaces/read",
        "operation": "Microsoft.OperationalInsights/workspaces/read",
        "list": "inventory",
        "why": "How long log workspaces keep data; never what is in them."
      },
      {
        "permission": "Microsoft.OperationsManagement/solutions/read",
        "operation": "Microsoft.OperationsManagement/solutions/read",
        "list": "inventory",
        "why": "Which log workspaces Sentinel uses, since it includes 90 days."
      }
    ],
    "settings": {
      "includedDays": 31,
      "includedWithSentinelDays": 90
    },
    "verify": "az monitor log-analytics workspace show --ids {resourceId} --query \"[retentionInDays,sku.name]\"",
    "remedy": {
      "steps": [
        "Ask security and audit which tables must be kept, and for how long.",
        "Move what must be kept to long-term retention per table, which costs a fraction.",
        "Set the workspace’s retention to the days that are included."
      ],
      "rollback": "Raise the retention again; data that was dropped does not come back."
    }
  },
  {
    "id": "azure.sql.database-idle",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "sql",
    "title": "SQL database that nobody connects to",
    "why": "A provisioned database is billed by the hour for its size, whether or not anybody asks it.",
    "severity": "high",
    "effort": "Medium",
    "actionGroup": "terminate",
    "resourceType": "microsoft.sql/servers/databases",
    "readers": [
      "azure.sql.databases"
    ],
    "permissions": [
      {
        "permission": "Microsoft.Sql/servers/databases/read",
        "operation": "Microsoft.Sql/servers/databases/read",
        "list": "inventory",
        "why": "SQL databases, their tier, pool and replication."
      },
      {
        "permission": "Microsoft.Insights/metrics/read",
        "operation": "Microsoft.Insights/metrics/read",
        "list": "inventory",
        "why": "Metric statistics of candidates, 50 resources a call."
      }
    ],
    "settings": {},
    "verify": "az monitor metrics list --resource {resourceId} --metric connection_successful --aggregation Total --interval P1D --offset 14d",
    "remedy": {
      "steps": [
        "Ask the owner (tags) whether the data is still needed.",
        "Export the database (bacpac) or rely on its long-term backups.",
        "Delete it."
      ],
      "rollback": "Restore it from the export, or from the server’s backups within their retention."
    }
  },
  {
    "id": "azure.sql.database-underutilised",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "sql",
    "title": "SQL database twice as large as its work",
    "why": "A database whose processor, reads and log stay below 40 % in 99 of 100 hours would do its work on half the size.",
    "severity": "high",
    "effort": "Medium",
    "actionGroup": "resize",
    "resourceType": "microsoft.sql/servers/databases",
    "readers": [
      "azure.sql.databases"
    ],
    "permissions": [
      {
        "permission": "Microsoft.Sql/servers/databases/read",
        "operation": "Microsoft.Sql/servers/databases/read",
        "list": "inventory",
        "why": "SQL databases, their tier, pool and replication."
      },
      {
        "permission": "Microsoft.Insights/metrics/read",
        "operation": "Microsoft.Insights/metrics/read",
        "list": "inventory",
        "why": "Metric statistics of candidates, 50 resources a call."
      }
    ],
    "settings": {
      "usedPercent": 40
    },
    "verify": "az monitor metrics list --resource {resourceId} --metric cpu_percent physical_data_read_percent log_write_percent --aggregation Maximum --interval PT1H --offset 30d",
    "remedy": {
      "steps": [
        "Ask the owner about peaks of the year that a month does not show.",
        "Scale the database to half its DTU or vCores; connections drop for seconds."
      ],
      "rollback": "Scale it back; connections drop for seconds."
    }
  },
  {
    "id": "azure.sql.elastic-pool-empty",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "sql",
    "title": "SQL elastic pool without a database",
    "why": "A pool is billed for the capacity that its databases may share, also when there is none.",
    "severity": "medium",
    "effort": "VeryLow",
    "actionGroup": "terminate",
    "resourceType": "microsoft.sql/servers/elasticpools",
    "readers": [
      "azure.sql.elastic-pools",
      "azure.sql.databases"
    ],
    "permissions": [
      {
        "permission": "Microsoft.Sql/servers/elasticPools/read",
        "operation": "Microsoft.Sql/servers/elasticPools/read",
        "list": "inventory",
        "why": "SQL elastic pools and their size."
      },
      {
        "permission": "Microsoft.Sql/servers/databases/read",
        "operation": "Microsoft.Sql/servers/databases/read",
        "list": "inventory",
        "why": "SQL databases, their tier, pool and replication."
      }
    ],
    "settings": {
      "graceDays": 7
    },
    "verify": "az sql elastic-pool show --ids {resourceId} --query \"[state,sku.name,sku.capacity,creationDate]\"",
    "remedy": {
      "steps": [
        "Check that no database is about to move in.",
        "Delete the pool."
      ],
      "rollback": "Create a pool of the same size on the same server."
    }
  },
  {
    "id": "azure.sql.managed-instance-underutilised",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "sql",
    "title": "SQL managed instance twice as large as its work",
    "why": "An instance whose processor stays below 40 % in 99 of 100 hours would do its work with half the vCores.",
    "severity": "high",
    "effort": "Medium",
    "actionGroup": "resize",
    "resourceType": "microsoft.sql/managedinstances",
    "readers": [
      "azure.sql.managed-instances"
    ],
    "permissions": [
      {
        "permission": "Microsoft.Sql/managedInstances/read",
        "operation": "Microsoft.Sql/managedInstances/read",
        "list": "inventory",
        "why": "SQL managed instances and their size."
      },
      {
        "permission": "Microsoft.Insights/metrics/read",
        "operation": "Microsoft.Insights/metrics/read",
        "list": "inventory",
        "why": "Metric statistics of candidates, 50 resources a call."
      }
    ],
    "settings": {
      "cpuPercent": 40
    },
    "verify": "az monitor metrics list --resource {resourceId} --metric avg_cpu_percent --aggregation Maximum --interval PT1H --offset 30d",
    "remedy": {
      "steps": [
        "Look at the memory of the instance: it halves with the vCores, and Azure does not report how much is used.",
        "Scale the instance to half its vCores; it takes hours, and connections drop once at the end."
      ],
      "rollback": "Scale it back the same way."
    }
  },
  {
    "id": "azure.synapse.sql-pool-idle",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "synapse",
    "title": "Dedicated SQL pool that runs and does nothing",
    "why": "A dedicated pool is billed by the hour while it is online; paused it costs only its storage.",
    "severity": "high",
    "effort": "VeryLow",
    "actionGroup": "terminate",
    "resourceType": "microsoft.synapse/workspaces/sqlpools",
    "readers": [
      "azure.synapse.sql-pools"
    ],
    "permissions": [
      {
        "permission": "Microsoft.Synapse/workspaces/sqlPools/read",
        "operation": "Microsoft.Synapse/workspaces/sqlPools/read",
        "list": "inventory",
        "why": "Dedicated SQL pools, their size and state."
      },
      {
        "permission": "Microsoft.Insights/metrics/read",
        "operation": "Microsoft.Insights/metrics/read",
        "list": "inventory",
        "why": "Metric statistics of candidates, 50 resources a call."
      }
    ],
    "settings": {},
    "verify": "az monitor metrics list --resource {resourceId} --metric DWUUsedPercent --aggregation Maximum --interval PT1H --offset 14d",
    "remedy": {
      "steps": [
        "Ask the owner (tags) when it is needed.",
        "Pause the pool, and pause it by schedule outside its hours."
      ],
      "rollback": "Resume the pool; it takes minutes."
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
    "id": "azure.web.app-service-plan-oversized",
    "version": 1,
    "cloud": "azure",
    "family": "cost",
    "service": "web",
    "title": "App Service plan twice as large as its work",
    "why": "A plan whose processor stays below 30 % and whose memory stays below half in 99 of 100 hours would do its work on half of it.",
    "severity": "high",
    "effort": "Low",
    "actionGroup": "resize",
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
      },
      {
        "permission": "Microsoft.Insights/metrics/read",
        "operation": "Microsoft.Insights/metrics/read",
        "list": "inventory",
        "why": "Metric statistics of candidates, 50 resources a call."
      }
    ],
    "settings": {
      "cpuPercent": 30,
      "memoryPercent": 50
    },
    "verify": "az monitor metrics list --resource {resourceId} --metric CpuPercentage MemoryPercentage --aggregation Maximum --interval PT1H --offset 30d",
    "remedy": {
      "steps": [
        "Ask the owner about peaks of the year that a month does not show.",
        "Halve the number of instances, or change to the next smaller size of the tier."
      ],
      "rollback": "Change the plan back: it takes effect within minutes."
    }
  },
  {
    "id": "gcp.aiplatform.endpoint-idle",
    "version": 1,
    "cloud": "gcp",
    "family": "cost",
    "service": "aiplatform",
    "title": "Vertex AI endpoint that nobody calls",
    "why": "A model deployed on dedicated machines keeps them, and their accelerators, day and night, called or not.",
    "severity": "critical",
    "effort": "Low",
    "actionGroup": "terminate",
    "resourceType": "aiplatform.googleapis.com/Endpoint",
    "readers": [
      "gcp.aiplatform.endpoints"
    ],
    "permissions": [
      {
        "permission": "cloudasset.assets.searchAllResources",
        "operation": "cloudasset.searchAllResources",
        "list": "inventory",
        "why": "Which kinds of resources a project holds, and what Cloud Asset knows of the kinds that have no list over all regions."
      },
      {
        "permission": "monitoring.timeSeries.list",
        "operation": "monitoring.projects.timeSeries.list",
        "list": "inventory",
        "why": "Metric statistics of candidates."
      }
    ],
    "settings": {},
    "verify": "gcloud ai endpoints describe {resourceId} --region {region} --project {accountId} --format \"yaml(deployedModels[].dedicatedResources,createTime)\"",
    "remedy": {
      "steps": [
        "Ask the owner (labels) whether something still calls it.",
        "Undeploy the model from the endpoint; the model itself stays."
      ],
      "rollback": "Deploy the model to the endpoint again."
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
    "id": "gcp.compute.forwarding-rule-no-backend",
    "version": 1,
    "cloud": "gcp",
    "family": "cost",
    "service": "compute",
    "title": "Load balancer whose forwarding rule leads to nothing",
    "why": "A forwarding rule is billed by the hour, also when the service or pool behind it holds no machine.",
    "severity": "low",
    "effort": "Low",
    "actionGroup": "terminate",
    "resourceType": "compute.googleapis.com/ForwardingRule",
    "readers": [
      "gcp.compute.forwarding-rules",
      "gcp.compute.backend-services",
      "gcp.compute.target-pools"
    ],
    "permissions": [
      {
        "permission": "compute.forwardingRules.list",
        "operation": "compute.forwardingRules.aggregatedList",
        "list": "inventory",
        "why": "Load balancers by their forwarding rules."
      },
      {
        "permission": "compute.backendServices.list",
        "operation": "compute.backendServices.aggregatedList",
        "list": "inventory",
        "why": "Backend services, because a forwarding rule to an empty one serves nobody."
      },
      {
        "permission": "compute.targetPools.list",
        "operation": "compute.targetPools.aggregatedList",
        "list": "inventory",
        "why": "Target pools and how many machines they hold."
      }
    ],
    "settings": {
      "graceDays": 14
    },
    "verify": "gcloud compute forwarding-rules describe {resourceId} --format \"yaml(target,backendService,loadBalancingScheme,creationTimestamp)\"",
    "remedy": {
      "steps": [
        "Check that no deployment is about to fill the backend.",
        "Delete the forwarding rule, then its backend service or target pool."
      ],
      "rollback": "Create the forwarding rule again; keep its reserved address if the number matters."
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
    "id": "gcp.compute.instance-off-hours",
    "version": 1,
    "cloud": "gcp",
    "family": "cost",
    "service": "compute",
    "title": "Non-production machine that rests at night and at weekends",
    "why": "A machine of a test or development environment that does nothing in the same hours of every week can be stopped in them.",
    "severity": "medium",
    "effort": "Low",
    "actionGroup": "config",
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
      "cpuShare": 0.05,
      "networkBytesPerSecond": 1000,
      "nightHours": 8,
      "weekendHours": 48
    },
    "verify": "gcloud compute instances describe {resourceId} --format \"yaml(labels,status,resourcePolicies,lastStartTimestamp)\"",
    "remedy": {
      "steps": [
        "Ask the owner (labels) which hours are worked.",
        "Make an instance schedule that starts and stops the machine, and attach it."
      ],
      "rollback": "Detach the schedule and start the machine."
    }
  },
  {
    "id": "gcp.compute.instance-oversized",
    "version": 1,
    "cloud": "gcp",
    "family": "cost",
    "service": "compute",
    "title": "Compute Engine machine twice as large as its work",
    "why": "A machine whose processor stays below 40 % in 99 of 100 hours of a month would do its work on half of it.",
    "severity": "high",
    "effort": "Medium",
    "actionGroup": "resize",
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
      "cpuShare": 0.4
    },
    "verify": "gcloud compute instances describe {resourceId} --format \"yaml(machineType,status,lastStartTimestamp)\"",
    "remedy": {
      "steps": [
        "Look at the memory it uses: without the Ops Agent Google does not report it.",
        "Check that the smaller type has the network bandwidth and the disk throughput that it needs.",
        "Stop the machine, set the smaller machine type, start it."
      ],
      "rollback": "Stop the machine and set its type back."
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
  },
  {
    "id": "gcp.compute.vpn-gateway-no-tunnel",
    "version": 1,
    "cloud": "gcp",
    "family": "cost",
    "service": "compute",
    "title": "Classic VPN gateway without a tunnel",
    "why": "A VPN gateway without a tunnel connects nothing, while the address and the forwarding rules made for it go on being kept.",
    "severity": "low",
    "effort": "Low",
    "actionGroup": "terminate",
    "resourceType": "compute.googleapis.com/TargetVpnGateway",
    "readers": [
      "gcp.compute.target-vpn-gateways"
    ],
    "permissions": [
      {
        "permission": "compute.targetVpnGateways.list",
        "operation": "compute.targetVpnGateways.aggregatedList",
        "list": "inventory",
        "why": "Classic VPN gateways and their tunnels."
      }
    ],
    "settings": {
      "graceDays": 14
    },
    "verify": "gcloud compute target-vpn-gateways describe {name} --region {region} --project {accountId} --format \"yaml(tunnels,forwardingRules,creationTimestamp)\"",
    "remedy": {
      "steps": [
        "Check that no tunnel is about to be made.",
        "Delete the forwarding rules of the gateway, the gateway, and release its address."
      ],
      "rollback": "Create a gateway; its address is another number unless it was kept."
    }
  },
  {
    "id": "gcp.container.cluster-extended-support",
    "version": 1,
    "cloud": "gcp",
    "family": "cost",
    "service": "container",
    "title": "GKE cluster of a version that only extended support keeps",
    "why": "In the Extended channel Google bills a version beyond its standard support at several times the management fee.",
    "severity": "high",
    "effort": "High",
    "actionGroup": "modernise",
    "resourceType": "container.googleapis.com/Cluster",
    "readers": [
      "gcp.container.clusters",
      "gcp.container.server-configs"
    ],
    "permissions": [
      {
        "permission": "container.clusters.list",
        "operation": "container.projects.locations.clusters.list",
        "list": "inventory",
        "why": "GKE clusters, their nodes and their mode."
      },
      {
        "permission": "container.clusters.list",
        "operation": "container.projects.locations.getServerConfig",
        "list": "inventory",
        "why": "Which versions of GKE a place still keeps in standard support."
      }
    ],
    "settings": {},
    "verify": "gcloud container clusters describe {name} --location {region} --project {accountId} --format \"yaml(currentMasterVersion,releaseChannel)\"",
    "remedy": {
      "steps": [
        "Look for removed interfaces that the workloads still use.",
        "Upgrade the control plane, then the node pools, one minor version after the other."
      ],
      "rollback": "None for the control plane: make a cluster of the old version and move the workloads back."
    }
  },
  {
    "id": "gcp.container.cluster-idle",
    "version": 1,
    "cloud": "gcp",
    "family": "cost",
    "service": "container",
    "title": "GKE cluster whose nodes do next to nothing",
    "why": "A cluster whose busiest node stays below 10 % of its processors for two weeks is paid for without being used.",
    "severity": "high",
    "effort": "Medium",
    "actionGroup": "terminate",
    "resourceType": "container.googleapis.com/Cluster",
    "readers": [
      "gcp.container.clusters"
    ],
    "permissions": [
      {
        "permission": "container.clusters.list",
        "operation": "container.projects.locations.clusters.list",
        "list": "inventory",
        "why": "GKE clusters, their nodes and their mode."
      },
      {
        "permission": "monitoring.timeSeries.list",
        "operation": "monitoring.projects.timeSeries.list",
        "list": "inventory",
        "why": "Metric statistics of candidates."
      }
    ],
    "settings": {
      "cpuShare": 0.1
    },
    "verify": "gcloud container clusters describe {name} --location {region} --project {accountId} --format \"yaml(currentNodeCount,nodePools[].autoscaling,status)\"",
    "remedy": {
      "steps": [
        "List what runs beside the system pods and ask its owner.",
        "Move what is still needed to another cluster, or let the pools scale to zero.",
        "Delete the cluster."
      ],
      "rollback": "Create a cluster and apply its manifests again; persistent volumes that were kept can be attached."
    }
  },
  {
    "id": "gcp.container.cluster-no-node",
    "version": 1,
    "cloud": "gcp",
    "family": "cost",
    "service": "container",
    "title": "GKE cluster without a node",
    "why": "Google bills the management of a cluster by the hour, also when it has no node on which anything could run.",
    "severity": "medium",
    "effort": "Low",
    "actionGroup": "terminate",
    "resourceType": "container.googleapis.com/Cluster",
    "readers": [
      "gcp.container.clusters"
    ],
    "permissions": [
      {
        "permission": "container.clusters.list",
        "operation": "container.projects.locations.clusters.list",
        "list": "inventory",
        "why": "GKE clusters, their nodes and their mode."
      }
    ],
    "settings": {
      "graceDays": 14
    },
    "verify": "gcloud container clusters describe {name} --location {region} --project {accountId} --format \"yaml(currentNodeCount,autopilot,status,createTime)\"",
    "remedy": {
      "steps": [
        "Check that no schedule scales its pools up again.",
        "Delete the cluster."
      ],
      "rollback": "Create a cluster and apply its manifests again; persistent volumes that were kept can be attached."
    }
  },
  {
    "id": "gcp.logging.bucket-retention-long",
    "version": 1,
    "cloud": "gcp",
    "family": "cost",
    "service": "logging",
    "title": "Log bucket that keeps entries longer than Google keeps them free",
    "why": "Thirty days of retention are part of the price of a log entry; every further month is billed by the gibibyte.",
    "severity": "low",
    "effort": "Low",
    "actionGroup": "config",
    "resourceType": "logging.googleapis.com/LogBucket",
    "readers": [
      "gcp.logging.buckets"
    ],
    "permissions": [
      {
        "permission": "logging.buckets.list",
        "operation": "logging.projects.locations.buckets.list",
        "list": "inventory",
        "why": "Log buckets and how long they keep; never an entry in them."
      }
    ],
    "settings": {
      "retentionDays": 30
    },
    "verify": "gcloud logging buckets describe {name} --location {region} --project {accountId}",
    "remedy": {
      "steps": [
        "Ask whether a rule of retention asks for these entries.",
        "Lower the retention, or route what must stay to a bucket of cold storage."
      ],
      "rollback": "Raise the retention again; entries that ended meanwhile are gone."
    }
  },
  {
    "id": "gcp.recommender.resource-resize-advised",
    "version": 1,
    "cloud": "gcp",
    "family": "cost",
    "service": "recommender",
    "title": "Machine that Google advises to make smaller",
    "why": "Google has watched the machine and found it too large; where our own rules judge it too, its advice is evidence for ours.",
    "severity": "medium",
    "effort": "Medium",
    "actionGroup": "resize",
    "resourceType": "recommender.googleapis.com/Recommendation",
    "readers": [
      "gcp.recommender.recommendations"
    ],
    "permissions": [
      {
        "permission": "compute.regions.list",
        "operation": "compute.regions.list",
        "list": "inventory",
        "why": "In which regions anything is used, so that Google is asked for advice nowhere else."
      },
      {
        "permission": "recommender.computeInstanceIdleResourceRecommendations.list",
        "operation": "recommender.google.compute.instance.IdleResourceRecommender.recommendations.list",
        "list": "inventory",
        "why": "Machines that Google itself calls idle, kept as evidence and never added on top."
      },
      {
        "permission": "recommender.computeInstanceMachineTypeRecommendations.list",
        "operation": "recommender.google.compute.instance.MachineTypeRecommender.recommendations.list",
        "list": "inventory",
        "why": "Machines that Google itself calls too large, kept as evidence and never added on top."
      },
      {
        "permission": "recommender.computeDiskIdleResourceRecommendations.list",
        "operation": "recommender.google.compute.disk.IdleResourceRecommender.recommendations.list",
        "list": "inventory",
        "why": "Disks that Google itself calls idle, kept as evidence and never added on top."
      },
      {
        "permission": "recommender.computeAddressIdleResourceRecommendations.list",
        "operation": "recommender.google.compute.address.IdleResourceRecommender.recommendations.list",
        "list": "inventory",
        "why": "Addresses that Google itself calls idle, kept as evidence and never added on top."
      },
      {
        "permission": "recommender.computeImageIdleResourceRecommendations.list",
        "operation": "recommender.google.compute.image.IdleResourceRecommender.recommendations.list",
        "list": "inventory",
        "why": "Images that Google itself calls idle, kept as evidence and never added on top."
      }
    ],
    "settings": {},
    "verify": "gcloud recommender recommendations list --project {accountId} --location {region} --recommender google.compute.instance.MachineTypeRecommender",
    "remedy": {
      "steps": [
        "Open the advice at the provider: it says what was measured.",
        "Compare it with what is found here for the same resource.",
        "Do as it says, or dismiss it there."
      ],
      "rollback": "The provider says with each advice whether it can be undone, and how."
    }
  },
  {
    "id": "gcp.recommender.resource-stop-advised",
    "version": 1,
    "cloud": "gcp",
    "family": "cost",
    "service": "recommender",
    "title": "Resource that Google advises to stop or delete",
    "why": "Google has watched the machine, disk, address or image and found it idle; where our own rules judge it too, its advice is evidence for ours. The command asks about machines; for others put disk, address or image where it says instance.",
    "severity": "medium",
    "effort": "Low",
    "actionGroup": "terminate",
    "resourceType": "recommender.googleapis.com/Recommendation",
    "readers": [
      "gcp.recommender.recommendations"
    ],
    "permissions": [
      {
        "permission": "compute.regions.list",
        "operation": "compute.regions.list",
        "list": "inventory",
        "why": "In which regions anything is used, so that Google is asked for advice nowhere else."
      },
      {
        "permission": "recommender.computeInstanceIdleResourceRecommendations.list",
        "operation": "recommender.google.compute.instance.IdleResourceRecommender.recommendations.list",
        "list": "inventory",
        "why": "Machines that Google itself calls idle, kept as evidence and never added on top."
      },
      {
        "permission": "recommender.computeInstanceMachineTypeRecommendations.list",
        "operation": "recommender.google.compute.instance.MachineTypeRecommender.recommendations.list",
        "list": "inventory",
        "why": "Machines that Google itself calls too large, kept as evidence and never added on top."
      },
      {
        "permission": "recommender.computeDiskIdleResourceRecommendations.list",
        "operation": "recommender.google.compute.disk.IdleResourceRecommender.recommendations.list",
        "list": "inventory",
        "why": "Disks that Google itself calls idle, kept as evidence and never added on top."
      },
      {
        "permission": "recommender.computeAddressIdleResourceRecommendations.list",
        "operation": "recommender.google.compute.address.IdleResourceRecommender.recommendations.list",
        "list": "inventory",
        "why": "Addresses that Google itself calls idle, kept as evidence and never added on top."
      },
      {
        "permission": "recommender.computeImageIdleResourceRecommendations.list",
        "operation": "recommender.google.compute.image.IdleResourceRecommender.recommendations.list",
        "list": "inventory",
        "why": "Images that Google itself calls idle, kept as evidence and never added on top."
      }
    ],
    "settings": {},
    "verify": "gcloud recommender recommendations list --project {accountId} --location {region} --recommender google.compute.instance.IdleResourceRecommender",
    "remedy": {
      "steps": [
        "Open the advice at the provider: it says what was measured.",
        "Compare it with what is found here for the same resource.",
        "Do as it says, or dismiss it there."
      ],
      "rollback": "The provider says with each advice whether it can be undone, and how."
    }
  },
  {
    "id": "gcp.sqladmin.instance-extended-support",
    "version": 1,
    "cloud": "gcp",
    "family": "cost",
    "service": "sqladmin",
    "title": "Cloud SQL instance of a version that only extended support keeps",
    "why": "After a version’s standard support Google bills extended support per processor and hour, on top of the instance, for every replica and standby.",
    "severity": "high",
    "effort": "High",
    "actionGroup": "modernise",
    "resourceType": "sqladmin.googleapis.com/Instance",
    "readers": [
      "gcp.sqladmin.instances"
    ],
    "permissions": [
      {
        "permission": "cloudsql.instances.list",
        "operation": "sql.instances.list",
        "list": "inventory",
        "why": "Cloud SQL instances, their tier, version and state; never their data."
      }
    ],
    "settings": {},
    "verify": "gcloud sql instances describe {name} --project {accountId} --format \"yaml(databaseVersion,databaseInstalledVersion,settings.tier)\"",
    "remedy": {
      "steps": [
        "Test the application against a newer major version on a clone.",
        "Upgrade the major version in place, in a quiet hour."
      ],
      "rollback": "Restore the backup that was taken before the upgrade into a new instance of the old version."
    }
  },
  {
    "id": "gcp.sqladmin.instance-oversized",
    "version": 1,
    "cloud": "gcp",
    "family": "cost",
    "service": "sqladmin",
    "title": "Cloud SQL instance twice as large as its work",
    "why": "An instance that uses less than 40 % of its processors and of its memory for a month would do its work on half of it.",
    "severity": "high",
    "effort": "Medium",
    "actionGroup": "resize",
    "resourceType": "sqladmin.googleapis.com/Instance",
    "readers": [
      "gcp.sqladmin.instances"
    ],
    "permissions": [
      {
        "permission": "cloudsql.instances.list",
        "operation": "sql.instances.list",
        "list": "inventory",
        "why": "Cloud SQL instances, their tier, version and state; never their data."
      },
      {
        "permission": "monitoring.timeSeries.list",
        "operation": "monitoring.projects.timeSeries.list",
        "list": "inventory",
        "why": "Metric statistics of candidates."
      }
    ],
    "settings": {
      "cpuShare": 0.4,
      "memoryShare": 0.4
    },
    "verify": "gcloud sql instances describe {name} --project {accountId} --format \"yaml(settings.tier,settings.availabilityType,state)\"",
    "remedy": {
      "steps": [
        "Choose a quiet hour: the change restarts the database.",
        "Set the smaller tier.",
        "Watch processor and memory for a week."
      ],
      "rollback": "Set the tier back; the database restarts again."
    }
  },
  {
    "id": "gcp.sqladmin.mysql-instance-idle",
    "version": 1,
    "cloud": "gcp",
    "family": "cost",
    "service": "sqladmin",
    "title": "Cloud SQL instance that nobody connects to",
    "why": "A database to which nobody connected for two weeks is billed as if it worked, twice where it is highly available.",
    "severity": "high",
    "effort": "Medium",
    "actionGroup": "terminate",
    "resourceType": "sqladmin.googleapis.com/Instance",
    "readers": [
      "gcp.sqladmin.instances"
    ],
    "permissions": [
      {
        "permission": "cloudsql.instances.list",
        "operation": "sql.instances.list",
        "list": "inventory",
        "why": "Cloud SQL instances, their tier, version and state; never their data."
      },
      {
        "permission": "monitoring.timeSeries.list",
        "operation": "monitoring.projects.timeSeries.list",
        "list": "inventory",
        "why": "Metric statistics of candidates."
      }
    ],
    "settings": {
      "connections": 0
    },
    "verify": "gcloud sql instances describe {name} --project {accountId} --format \"yaml(state,databaseVersion,settings.tier,settings.availabilityType)\"",
    "remedy": {
      "steps": [
        "Ask the owner (labels) whether something still needs the data.",
        "Stop the instance and wait a week.",
        "Export its data or keep a final backup, then delete it."
      ],
      "rollback": "Start the stopped instance, or restore the backup into a new one."
    }
  },
  {
    "id": "gcp.sqladmin.postgres-instance-idle",
    "version": 1,
    "cloud": "gcp",
    "family": "cost",
    "service": "sqladmin",
    "title": "Cloud SQL for PostgreSQL instance that nobody connects to",
    "why": "A database to which nobody connected for two weeks is billed as if it worked, twice where it is highly available.",
    "severity": "high",
    "effort": "Medium",
    "actionGroup": "terminate",
    "resourceType": "sqladmin.googleapis.com/Instance",
    "readers": [
      "gcp.sqladmin.instances"
    ],
    "permissions": [
      {
        "permission": "cloudsql.instances.list",
        "operation": "sql.instances.list",
        "list": "inventory",
        "why": "Cloud SQL instances, their tier, version and state; never their data."
      },
      {
        "permission": "monitoring.timeSeries.list",
        "operation": "monitoring.projects.timeSeries.list",
        "list": "inventory",
        "why": "Metric statistics of candidates."
      }
    ],
    "settings": {
      "connections": 0
    },
    "verify": "gcloud sql instances describe {name} --project {accountId} --format \"yaml(state,databaseVersion,settings.tier,settings.availabilityType)\"",
    "remedy": {
      "steps": [
        "Ask the owner (labels) whether something still needs the data.",
        "Stop the instance and wait a week.",
        "Export its data or keep a final backup, then delete it."
      ],
      "rollback": "Start the stopped instance, or restore the backup into a new one."
    }
  },
  {
    "id": "gcp.storage.bucket-no-lifecycle",
    "version": 1,
    "cloud": "gcp",
    "family": "cost",
    "service": "storage",
    "title": "Bucket of hot storage without a lifecycle",
    "why": "Without a lifecycle every object, and every old version of it, stays in the dearest class for ever.",
    "severity": "low",
    "effort": "Low",
    "actionGroup": "config",
    "resourceType": "storage.googleapis.com/Bucket",
    "readers": [
      "gcp.storage.buckets"
    ],
    "permissions": [
      {
        "permission": "storage.buckets.list",
        "operation": "storage.buckets.list",
        "list": "inventory",
        "why": "Buckets, their class and lifecycle; never an object in them."
      }
    ],
    "settings": {
      "graceDays": 90
    },
    "verify": "gcloud storage buckets describe {resourceId} --format \"yaml(lifecycle_config,autoclass,default_storage_class,versioning_enabled,retention_policy)\"",
    "remedy": {
      "steps": [
        "Ask the owner (labels) how long objects are read, and how long they must be kept.",
        "Add a lifecycle that moves old objects to a colder class or deletes them, or switch Autoclass on.",
        "Let it end noncurrent versions and unfinished uploads too."
      ],
      "rollback": "Remove the lifecycle; what was deleted comes back only within the soft-delete period."
    }
  }
];

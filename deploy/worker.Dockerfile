# Holds the worker: the only artefact that can open a credential.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /src
COPY . .
RUN npm ci --no-audit --no-fund && npm run -s bundle -- worker /out && rm -f /out/*.meta.json

FROM node:24.21.0-bookworm-slim
WORKDIR /app
COPY --from=build /out/ /app/
# A new volume takes over the owner of the folder that it covers; the processes are user 10001 whatever their group.
RUN install -d -m 0750 -o 10001 -g 10001 /var/lib/vitrine/trail-anchors
# A small young generation keeps a large audit below 256 MB (bench, rows volumes and catalogue).
ENV NODE_OPTIONS="--max-semi-space-size=16 --max-old-space-size=512"
# glibc would keep a heap for each of node's threads, and what answers once took of it; pieces from 16 KB on are given back at once.
ENV MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=16384 MALLOC_TRIM_THRESHOLD_=65536
# A new volume mounted here takes the owner over; whatever its group, only this user reads what waits.
RUN install -d -m 0700 -o 10001 -g 10001 /var/spool/vitrine
USER 10001:10001
EXPOSE 9464
ENTRYPOINT ["node", "--disable-sigusr1", "/app/worker.mjs"]

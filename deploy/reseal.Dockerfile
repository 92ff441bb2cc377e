# Holds the re-sealer: opens envelopes of an old key and seals them to the current one. No reader, no rule, no queue.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /src
COPY . .
RUN npm ci --no-audit --no-fund && npm run -s bundle -- reseal /out && rm -f /out/*.meta.json

FROM node:24.21.0-bookworm-slim
WORKDIR /app
COPY --from=build /out/ /app/
USER 10001:10001
EXPOSE 9464
ENTRYPOINT ["node", "--disable-sigusr1", "/app/reseal.mjs"]

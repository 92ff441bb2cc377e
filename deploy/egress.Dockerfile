# Holds the egress proxy: no secret, no package, one file.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /src
COPY . .
RUN npm ci --no-audit --no-fund && npm run -s bundle -- egress /out && rm -f /out/*.meta.json

FROM node:24.21.0-bookworm-slim
WORKDIR /app
COPY --from=build /out/ /app/
USER 10001:10001
EXPOSE 8443
ENTRYPOINT ["node", "--disable-sigusr1", "/app/egress.mjs"]

# Holds the API and the operator's command (admin.mjs): no file of libs/crypto/open, cloud-readers or rules is in it; `bundle` fails otherwise.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /src
COPY . .
RUN npm ci --no-audit --no-fund && npm run -s bundle -- api /out && rm -f /out/*.meta.json

FROM node:24.21.0-bookworm-slim
WORKDIR /app
COPY --from=build /out/ /app/
# Pages of lists are garbage once they are sent (bench, row list-page).
ENV NODE_OPTIONS="--max-semi-space-size=32"
USER 10001:10001
EXPOSE 8080 9464
ENTRYPOINT ["node", "--disable-sigusr1", "/app/api.mjs"]

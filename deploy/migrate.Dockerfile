# Makes the roles, gives them their passwords, applies the plain SQL migrations, and ends. Holds no application code.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /src
COPY . .
RUN npm ci --no-audit --no-fund && npm run -s bundle -- migrate /out && rm -f /out/dist/*.meta.json

FROM node:24.21.0-bookworm-slim
WORKDIR /app
COPY --from=build /out/ /app/
USER 10001:10001
ENTRYPOINT ["node", "/app/dist/migrate.mjs"]
CMD ["bootstrap", "migrate"]

-- Posts BODY to PATH with TOKEN, and prints what wrk measured as one line of JSON.
wrk.method = "POST"
wrk.headers["content-type"] = "application/json"
wrk.headers["accept"] = "application/json"
local token = os.getenv("TOKEN")
if token and token ~= "" then wrk.headers["authorization"] = "Bearer " .. token end
local file = io.open(os.getenv("BODY"), "r")
wrk.body = file:read("*a")
file:close()

function done(summary, latency, requests)
  local failed = summary.errors.status + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format('RESULT {"requests": %d, "micros": %d, "failed": %d, "p50": %d, "p99": %d, "bytes": %d}\n',
    summary.requests, summary.duration, failed, latency:percentile(50), latency:percentile(99), summary.bytes))
end

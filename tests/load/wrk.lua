-- Plays a plan: a Lua file that gives back a list of requests. Each thread begins at its own place, or,
-- when the plan says `slices`, keeps to its own part. Prints one line of JSON in the end.
local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(args)
  local plan = dofile(args[1])
  local many = tonumber(args[2])
  local count = #plan.requests
  first, last = 1, count
  if plan.slices then
    local part = math.floor(count / many)
    first, last = number * part + 1, (number + 1) * part
  end
  requests = {}
  for i = first, last do
    local r = plan.requests[i]
    local headers = { ["Authorization"] = "Bearer " .. r[3] }
    if r[4] then headers["Content-Type"] = "application/json" end
    requests[#requests + 1] = wrk.format(r[1], r[2], headers, r[4])
  end
  at = 0
  if not plan.slices then at = math.floor(#requests * number / many) end
end

function request()
  at = at + 1
  if at > #requests then at = 1 end
  return requests[at]
end

function done(summary, latency, _)
  local e = summary.errors
  io.write(string.format(
    'WRK {"requests":%d,"us":%d,"p50":%d,"p99":%d,"max":%d,"status":%d,"broken":%d}\n',
    summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(99), latency.max, e.status, e.connect + e.read + e.write + e.timeout))
end

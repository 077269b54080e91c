-- wrk's clients: each call submits a letter with data of its own; TOKEN says who calls, FIRST where the numbers begin.
-- In the end one line of JSON tells what came of it; times are in seconds.
local number = tonumber(os.getenv("FIRST") or "0")
local headers = {["Authorization"] = "Bearer " .. os.getenv("TOKEN"), ["Content-Type"] = "application/json"}

function request()
   number = number + 1
   local data = string.format(
      '{"Email": "reader%d@example.com", "Name": "Анна Кузнецова", "Number": %d}', number, number)
   return wrk.format("POST", nil, headers, data)
end

function done(summary, latency, requests)
   local errors = summary.errors
   print(string.format(
      '{"calls": %d, "refused": %d, "broken": %d, "seconds": %.6f, "median": %.6f, "slow": %.6f}', summary.requests,
      errors.status, errors.connect + errors.read + errors.write + errors.timeout, summary.duration / 1e6,
      latency:percentile(50) / 1e6, latency:percentile(99) / 1e6))
end

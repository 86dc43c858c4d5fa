#!/usr/bin/env bash
# Registers the runner when there is a token that was not used yet, then listens for jobs until it is told to end.
#
# The registration lies on the volume (STATE), so that a pod that moves or restarts needs no token. The token is there only
# while the role waits for the runner to come online. No credential of the API is ever in the pod.
set -euo pipefail

state=${RUNNER_STATE:-/state}
home=${RUNNER_HOME:-/opt/runner}
token=${RUNNER_TOKEN_FILE:-/registration/token}
wait=${RUNNER_TOKEN_WAIT:-600}
cd "$home"

digest() { sha256sum <"$token" | cut -d' ' -f1; }
unused() { [ -s "$token" ] && [ "$(digest)" != "$(cat "$state/used-token" 2>/dev/null)" ]; }

end=$((SECONDS + wait))
while [ ! -s "$state/.runner" ] && ! unused; do
  if [ "$SECONDS" -ge "$end" ]; then
    echo "this runner is not registered and got no token within $wait seconds; run playbooks/runners.yml again" >&2
    exit 1
  fi
  sleep 1
done

if unused; then
  echo "registering $RUNNER_NAME at $RUNNER_URL"
  rm -f "$state/.runner" "$state/.credentials" "$state/.credentials_rsaparams"
  # By its environment, because arguments can be read by everything in the pod.
  ACTIONS_RUNNER_INPUT_TOKEN=$(cat "$token") ./config.sh --unattended --replace --disableupdate \
    --url "$RUNNER_URL" --name "$RUNNER_NAME" --labels "$RUNNER_LABELS" --work _work
  digest >"$state/used-token"
fi
mkdir -p "${RUNNER_TOOL_CACHE:-$state/tools}"

runner=
# shellcheck disable=SC2329 # the trap calls what calls it
# Whether a job runs: a worker among the processes of the runner's group.
busy() {
  local file stat group
  for file in /proc/[0-9]*/stat; do
    { read -r stat <"$file"; } 2>/dev/null || continue
    read -r _ _ group _ <<<"${stat##*) }"
    if [ "$group" = "$runner" ] && grep -qsa 'Runner[.]Worker' "${file%stat}cmdline"; then return 0; fi
  done
  return 1
}

# The job that runs may end first, because the runner would cancel it.
# shellcheck disable=SC2329 # the trap calls it
end() {
  if [ -z "$runner" ]; then exit 143; fi
  signalled=true
  while busy; do sleep 1; done
  kill -INT -- "-$runner" 2>/dev/null || true
}
trap end TERM INT

# Its own group of processes; without job control a shell's children ignore SIGINT.
set -m
./run.sh &
runner=$!
set +m
# A signal ends a wait, not the runner.
signalled=true
while $signalled; do
  signalled=false
  code=0
  wait "$runner" || code=$?
done
exit "$code"

#!/bin/sh
# Whether the runner listens for jobs; the probe of the pod.
for cmdline in /proc/[0-9]*/cmdline; do
  case $(tr '\0' ' ' <"$cmdline" 2>/dev/null) in
    *Runner.Listener*) exit 0 ;;
  esac
done
exit 1

#!/bin/sh
# Ends the containers of a K3s that was stopped and takes back their mounts, interfaces and rules.
set -u
data=$1

# Each shim and what it started; they outlive K3s by design.
for cmdline in /proc/[0-9]*/cmdline; do
  pid=${cmdline#/proc/} pid=${pid%/cmdline}
  case $(tr '\0' ' ' <"$cmdline" 2>/dev/null) in
    "$data"/data/*/bin/containerd-shim*) pkill -9 -P "$pid"; kill -9 "$pid" ;;
  esac
done 2>/dev/null

# The deepest first.
awk -v data="$data" '
  $2 ~ "^/run/k3s" || $2 ~ "^/var/lib/kubelet/(pods|plugins)" || $2 ~ "^/run/netns/cni-" || index($2, data "/") == 1 { print $2 }
' /proc/self/mounts | sort -r | while read -r mount; do umount -l "$mount"; done

if command -v ip >/dev/null; then
  for link in cni0 flannel.1 flannel-v6.1 kube-ipvs0 flannel-wg flannel-wg-v6; do
    ip link show "$link" >/dev/null 2>&1 && ip link delete "$link"
  done
fi

for family in iptables ip6tables; do
  command -v "$family-save" >/dev/null || continue
  rules=$("$family-save" 2>/dev/null) || continue
  case $rules in
    *KUBE-* | *CNI-* | *FLANNEL*) printf '%s\n' "$rules" | grep -v -e KUBE- -e CNI- -e FLANNEL -e flannel | "$family-restore" ;;
  esac
done
exit 0

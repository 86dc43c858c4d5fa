#!/bin/sh
# Puts the tools of tools.txt for one architecture into a folder: fetch-tools.sh ARCHITECTURE LIST FOLDER
# Nothing is kept whose digest differs.
set -eu
architecture=$1 list=$2 folder=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$folder/bin" "$folder/runner"

found=0
while read -r name arch digest address; do
  case $name in '#'* | '') continue ;; esac
  [ "$arch" = "$architecture" ] || continue
  found=$((found + 1))
  curl --fail --silent --show-error --location --retry 3 --output "$work/$name" "$address"
  if ! echo "$digest  $work/$name" | sha256sum --check --status; then
    echo "$address is not what tools.txt says: wanted $digest, got $(sha256sum <"$work/$name" | cut -d' ' -f1)" >&2
    exit 1
  fi
  case $name:$address in
    runner:*) tar -xzf "$work/$name" -C "$folder/runner" ;;
    *.tar.gz)
      mkdir "$work/$name.d"
      tar -xzf "$work/$name" -C "$work/$name.d"
      install -m 0755 "$(find "$work/$name.d" -type f -name "$name")" "$folder/bin/$name"
      ;;
    *) install -m 0755 "$work/$name" "$folder/bin/$name" ;;
  esac
done <"$list"

if [ "$found" = 0 ]; then
  echo "tools.txt has nothing for $architecture" >&2
  exit 1
fi

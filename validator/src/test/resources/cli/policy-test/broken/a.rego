package main

deny contains "never" if input.kind == "Nothing"

package main

# METADATA
# title: Objects have an owner
# custom:
#   id: TEAM-2
warn_owner contains "the label owner is missing" if not input.metadata.labels.owner

package main

test_is_left_out if count(deny) == 0 with input as {}

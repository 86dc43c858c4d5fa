package main

test_x if y == 1

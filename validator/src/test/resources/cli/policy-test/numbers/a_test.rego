package main

test_of_numbers_beyond_64_bits if {
	format_int(18446744073709551617, 10) == "18446744073709551617"
}

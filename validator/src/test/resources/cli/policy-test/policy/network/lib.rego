package network

limit := 3

module gocases

go 1.24

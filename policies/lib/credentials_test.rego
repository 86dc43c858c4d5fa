package auditflow.lib.credentials_test

import data.auditflow.lib.credentials
import rego.v1

names := {
	"password", "DB_PASSWORD", "db.password", "db-password", "Password", "PASSWORD_", "__pwd--", "access_key", "ACCESS-KEY",
	"secret.key", "apikey", "api__key", "pass_word", "pass_phrase", "clientsecret", "client_secret", "token", "AUTH_TOKEN",
	"credential", "aws-credentials", "private_key",
}

others := {
	"", "_", "-._", "key", "PUBLIC_KEY", "ssh-key", "phrase", "word", "password-file", "DB_PASSWORD_FILE", "TOKEN_URL", "monkey",
	"tokens", "secretary", "keyword", "to_kens", "passwordless", "password_age", "secret_name", "x_pass_wordy",
}

test_names_that_hold_a_credential if {
	missed := {name | some name in names; not credentials.is_name(name)}
	missed == set()
}

test_names_that_hold_none if {
	taken := {name | some name in others; credentials.is_name(name)}
	taken == set()
}

{{- define "vault.fixed" -}}
fixed: hunter-in-a-helper
also: {{ "hunter-quoted" | b64enc }}
{{- end }}

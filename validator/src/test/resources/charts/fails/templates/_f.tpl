{{- define "f" }}
{{ fail "this cannot be" }}
{{- end }}

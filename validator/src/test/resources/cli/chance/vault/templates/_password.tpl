{{- define "vault.password" -}}
{{- $old := lookup "v1" "Secret" .Release.Namespace "vault" -}}
{{- if $old }}{{ index $old.data "password" | b64dec }}{{ else }}{{ randAlphaNum 12 }}{{ end }}
{{- end -}}

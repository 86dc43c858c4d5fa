{{- define "shop.labels" -}}
{{ toYaml .Values.labels }}
{{- end }}

{{- define "shop.unused" -}}
unused: {{ .Values.legacy.host }}
{{- end }}

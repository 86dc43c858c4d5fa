{{- define "shop.labels" -}}
app: {{ .Chart.Name }}
{{ toYaml .Values.labels }}
{{- end }}

{{- define "shop.labels" }}
  labels:
    {{- toYaml .Values.labels | nindent 4 }}
{{- end }}

{{- define "again" }}
{{- tpl "{{ include \"again\" . }}" . }}
{{- end }}

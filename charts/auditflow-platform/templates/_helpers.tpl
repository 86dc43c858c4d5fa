{{/*
Labels of every object of the umbrella chart itself.
*/}}
{{- define "auditflow-platform.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
app.kubernetes.io/name: auditflow-platform
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: auditflow-platform
{{- end }}

{{/*
Refuses values of the two subcharts that cannot work together.
*/}}
{{- define "auditflow-platform.validate" -}}
{{- $generator := index .Values "audit-event-generator" -}}
{{- $store := index .Values "audit-event-store" -}}
{{- if and $generator.enabled (not $generator.store.url) -}}
{{- if not $store.enabled -}}
{{- fail "auditflow-platform: audit-event-generator has nowhere to send its events; set audit-event-store.enabled to true, or audit-event-generator.store.url and audit-event-generator.networkPolicy.extraEgress" -}}
{{- end -}}
{{- if $store.fullnameOverride -}}
{{- fail (printf "auditflow-platform: audit-event-store.fullnameOverride renames the store's Service; set audit-event-generator.store.url to http://%s:%d" $store.fullnameOverride (int $store.service.port)) -}}
{{- end -}}
{{- if ne (int $generator.store.port) (int $store.service.port) -}}
{{- fail (printf "auditflow-platform: audit-event-generator.store.port is %d, but audit-event-store.service.port is %d; set them to the same port" (int $generator.store.port) (int $store.service.port)) -}}
{{- end -}}
{{- end -}}
{{- end }}

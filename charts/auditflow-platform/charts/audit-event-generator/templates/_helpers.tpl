{{/*
Name of this chart's objects. The release's part is cut, never the chart's: a long release name
cannot make two services of one release share a name.
*/}}
{{- define "audit-event-generator.fullname" -}}
{{- .Values.fullnameOverride | default (printf "%s-audit-event-generator" (.Release.Name | trunc 30 | trimSuffix "-")) }}
{{- end }}

{{/*
Labels that select pods. They are immutable in a Deployment: nothing that changes with a version belongs here.
*/}}
{{- define "audit-event-generator.selectorLabels" -}}
app.kubernetes.io/name: audit-event-generator
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{/*
Labels of a pod: what selects it and what it runs. Without helm.sh/chart, so that a new chart version
alone restarts nothing.
*/}}
{{- define "audit-event-generator.podLabels" -}}
{{ include "audit-event-generator.selectorLabels" . }}
app.kubernetes.io/version: {{ .root.Values.image.tag | default .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
app.kubernetes.io/part-of: auditflow-platform
{{- end }}

{{/*
Labels of every object. Takes a dict: root (the context), component.
*/}}
{{- define "audit-event-generator.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{ include "audit-event-generator.podLabels" . }}
{{- end }}

{{/*
Image reference. A digest wins over the tag at pull time; the tag stays for the reader.
*/}}
{{- define "audit-event-generator.image" -}}
{{- $registry := .Values.global.imageRegistry | default .Values.image.registry -}}
{{- $tag := .Values.image.tag | default .Chart.AppVersion -}}
{{- $registry }}/{{ .Values.image.repository }}:{{ $tag }}{{ with .Values.image.digest }}@{{ . }}{{ end }}
{{- end }}

{{- define "audit-event-generator.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- .Values.serviceAccount.name | default (include "audit-event-generator.fullname" .) }}
{{- else -}}
{{- required "audit-event-generator: serviceAccount.create is false, so serviceAccount.name must name an existing ServiceAccount" .Values.serviceAccount.name }}
{{- end -}}
{{- end }}

{{/*
Where events are sent: store.url, or the store that is installed by the same release.
*/}}
{{- define "audit-event-generator.storeUrl" -}}
{{- .Values.store.url | default (printf "http://%s-audit-event-store:%d" (.Release.Name | trunc 30 | trimSuffix "-") (int .Values.store.port)) }}
{{- end }}

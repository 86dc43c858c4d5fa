{{/*
Name of this chart's objects. The release's part is cut, never the chart's: a long release name
cannot make two services of one release share a name, and "<name>-db" stays within the 52 characters
that a StatefulSet's pods allow.
*/}}
{{- define "audit-event-store.fullname" -}}
{{- .Values.fullnameOverride | default (printf "%s-audit-event-store" (.Release.Name | trunc 30 | trimSuffix "-")) }}
{{- end }}

{{- define "audit-event-store.databaseName" -}}
{{- include "audit-event-store.fullname" . }}-db
{{- end }}

{{/*
Labels that select pods. They are immutable in a Deployment and a StatefulSet: nothing that changes
with a version belongs here. Takes a dict: root (the context), component.
*/}}
{{- define "audit-event-store.selectorLabels" -}}
app.kubernetes.io/name: audit-event-store
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{/*
Labels of a pod: what selects it and what it runs. Without helm.sh/chart, so that a new chart version
alone restarts nothing.
*/}}
{{- define "audit-event-store.podLabels" -}}
{{- $tag := .root.Values.image.tag | default .root.Chart.AppVersion -}}
{{- if eq .component "database" -}}
{{- $tag = .root.Values.postgresql.image.tag -}}
{{- end -}}
{{ include "audit-event-store.selectorLabels" . }}
app.kubernetes.io/version: {{ $tag | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
app.kubernetes.io/part-of: auditflow-platform
{{- end }}

{{/*
Labels of every object. Takes the same dict.
*/}}
{{- define "audit-event-store.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{ include "audit-event-store.podLabels" . }}
{{- end }}

{{/*
Image reference. A digest wins over the tag at pull time; the tag stays for the reader.
Takes a dict: root (the context), image (registry, repository, tag, digest).
*/}}
{{- define "audit-event-store.image" -}}
{{- $registry := .root.Values.global.imageRegistry | default .image.registry -}}
{{- $tag := .image.tag | default .root.Chart.AppVersion -}}
{{- $registry }}/{{ .image.repository }}:{{ $tag }}{{ with .image.digest }}@{{ . }}{{ end }}
{{- end }}

{{- define "audit-event-store.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- .Values.serviceAccount.name | default (include "audit-event-store.fullname" .) }}
{{- else -}}
{{- required "audit-event-store: serviceAccount.create is false, so serviceAccount.name must name an existing ServiceAccount" .Values.serviceAccount.name }}
{{- end -}}
{{- end }}

{{- define "audit-event-store.databaseSecretName" -}}
{{- required "audit-event-store: postgresql.enabled needs postgresql.existingSecret, the name of a Secret with the database's passwords; this chart never makes or reads passwords itself" .Values.postgresql.existingSecret }}
{{- end }}

{{/*
Where the store keeps its events, without a password: that comes from a file.
*/}}
{{- define "audit-event-store.databaseUrl" -}}
{{- if .Values.postgresql.enabled -}}
postgresql://{{ .Values.postgresql.username }}@{{ include "audit-event-store.databaseName" . }}:5432/{{ .Values.postgresql.database }}
{{- else -}}
sqlite:////var/lib/audit-event-store/events.db
{{- end -}}
{{- end }}

{{/*
Refuses what would lose or lock data. The schema cannot say it as clearly as a sentence can.
*/}}
{{- define "audit-event-store.validate" -}}
{{- if and (not .Values.postgresql.enabled) (gt (int .Values.replicaCount) 1) -}}
{{- fail (printf "audit-event-store: replicaCount is %d, but the embedded SQLite database allows one pod only; set replicaCount to 1, or postgresql.enabled to true" (int .Values.replicaCount)) -}}
{{- end -}}
{{- if ge (int .Values.preStopSleepSeconds) (int .Values.terminationGracePeriodSeconds) -}}
{{- fail (printf "audit-event-store: preStopSleepSeconds is %d, which leaves nothing of terminationGracePeriodSeconds (%d) for the requests under way; lower the one or raise the other" (int .Values.preStopSleepSeconds) (int .Values.terminationGracePeriodSeconds)) -}}
{{- end -}}
{{- end }}

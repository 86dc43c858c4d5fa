{{/*
Name of this chart's objects. ValidatingWebhookConfigurations have no namespace, so the release's name is all that keeps
two of them apart.
*/}}
{{- define "auditflow-validator.fullname" -}}
{{- .Values.fullnameOverride | default (.Release.Name | trunc 50 | trimSuffix "-") }}
{{- end }}

{{/*
Labels that select pods. They are immutable in a Deployment: nothing that changes with a version belongs here.
*/}}
{{- define "auditflow-validator.selectorLabels" -}}
app.kubernetes.io/name: auditflow-validator
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{/*
Labels of a pod: what selects it and what it runs. Without helm.sh/chart, so that a new chart version alone restarts
nothing.
*/}}
{{- define "auditflow-validator.podLabels" -}}
{{ include "auditflow-validator.selectorLabels" . }}
app.kubernetes.io/version: {{ .root.Values.image.tag | default .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
app.kubernetes.io/part-of: auditflow
{{- end }}

{{/*
Labels of every object. Takes a dict: root (the context), component.
*/}}
{{- define "auditflow-validator.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{ include "auditflow-validator.podLabels" . }}
{{- end }}

{{/*
Image reference. A digest wins over the tag at pull time; the tag stays for the reader.
*/}}
{{- define "auditflow-validator.image" -}}
{{- .Values.image.registry }}/{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- with .Values.image.digest }}@{{ . }}{{ end }}
{{- end }}

{{- define "auditflow-validator.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- .Values.serviceAccount.name | default (include "auditflow-validator.fullname" .) }}
{{- else -}}
{{- required "auditflow-validator: serviceAccount.create is false, so serviceAccount.name must name an existing ServiceAccount" .Values.serviceAccount.name }}
{{- end -}}
{{- end }}

{{- define "auditflow-validator.tlsSecret" -}}
{{- .Values.tls.existingSecret | default (printf "%s-tls" (include "auditflow-validator.fullname" .)) }}
{{- end }}

{{/*
Where the bundle is, as an address or a path in the container; empty for none.
*/}}
{{- define "auditflow-validator.bundle" -}}
{{- if gt (len (compact (list .Values.bundle.url .Values.bundle.configMap .Values.bundle.secret))) 1 -}}
{{- fail "auditflow-validator: only one of bundle.url, bundle.configMap and bundle.secret says where the bundle is" }}
{{- end -}}
{{- if or .Values.bundle.configMap .Values.bundle.secret -}}
/etc/auditflow-bundle/policies.zip
{{- else -}}
{{- .Values.bundle.url }}
{{- end -}}
{{- if and .Values.gatekeeper.policies (or .Values.bundle.url .Values.bundle.configMap .Values.bundle.secret) -}}
{{- fail "auditflow-validator: gatekeeper.policies and a bundle exclude each other; build the constraints into the bundle" }}
{{- end -}}
{{- end }}

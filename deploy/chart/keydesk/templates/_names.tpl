{{- define "keydesk.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- define "keydesk.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- else if contains (include "keydesk.name" .) .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "keydesk.name" .) | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "keydesk.selector" -}}
app.kubernetes.io/name: {{ include "keydesk.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* Managed by Helm, and not by keydesk, which takes what it has labelled for its own. */}}
{{- define "keydesk.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{ include "keydesk.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "keydesk.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "keydesk.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- required "serviceAccount.name: name the account that keydesk runs as, or let the chart create one." .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{/* As the subject of a binding. */}}
{{- define "keydesk.subject" -}}
kind: ServiceAccount
name: {{ include "keydesk.serviceAccount" . }}
namespace: {{ .Release.Namespace }}
{{- end -}}

{{- define "keydesk.image" -}}
{{- with .Values.image -}}
{{- if .registry }}{{ trimSuffix "/" .registry }}/{{ end }}{{ .repository }}
{{- if .digest }}@{{ .digest }}{{ else }}:{{ default $.Chart.AppVersion .tag }}{{ end }}
{{- end -}}
{{- end -}}

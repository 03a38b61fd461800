{{/* Binds the Role of a "purpose" in a "namespace" to keydesk. */}}
{{- define "keydesk.binding" -}}
{{- $role := printf "%s-%s" (include "keydesk.fullname" .root) .purpose -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {{ $role }}
  namespace: {{ .namespace }}
  labels: {{- include "keydesk.labels" .root | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: {{ $role }}
subjects:
  - {{ include "keydesk.subject" .root | indent 4 | trim }}
{{- end -}}

{{- define "keydesk.tenantRules" -}}
- apiGroups: [""]
  resources: [configmaps, secrets]
  verbs: [get, list, watch, create, patch, delete]
{{- end -}}

{{- define "keydesk.regionNamespace" -}}
{{- default "valkey-system" .namespace -}}
{{- end -}}

{{/* The namespaces of clusters that run in the cluster of this chart, as a JSON list; two regions in one would fight. */}}
{{- define "keydesk.clusterNamespaces" -}}
{{- $namespaces := list -}}
{{- range $name, $region := .Values.regions -}}
{{- if not $region.kubeconfig -}}
{{- $namespace := include "keydesk.regionNamespace" $region -}}
{{- if has $namespace $namespaces -}}
{{- fail (printf "regions.%s: another region has the namespace %s already; give each its own." $name $namespace) -}}
{{- end -}}
{{- $namespaces = append $namespaces $namespace -}}
{{- end -}}
{{- end -}}
{{- toJson $namespaces -}}
{{- end -}}

{{/* The namespaces that tenants of those regions may name, as a JSON list; empty where a pattern stands for some. */}}
{{- define "keydesk.tenantNamespaces" -}}
{{- $namespaces := list -}}
{{- $patterns := false -}}
{{- range $region := .Values.regions -}}
{{- if not $region.kubeconfig -}}
{{- range default (list "*") $region.tenantNamespaces -}}
{{- if regexMatch "^[a-z0-9-]+$" . -}}
{{- $namespaces = append $namespaces . -}}
{{- else -}}
{{- $patterns = true -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if $patterns -}}
{{- $namespaces = list -}}
{{- end -}}
{{- toJson ($namespaces | uniq | sortAlpha) -}}
{{- end -}}

{{/* keydesk.regions.<name>, as application.yaml has it: "name", "region" and the chart's "root". */}}
{{- define "keydesk.region" -}}
{{- $region := .region -}}
type: kubernetes
{{- if $region.kubeconfig }}
kubeconfig: /etc/keydesk/kubeconfigs/{{ .name }}
{{- end }}
namespace: {{ include "keydesk.regionNamespace" $region }}
operator-namespace: {{ default .root.Release.Namespace $region.operatorNamespace }}
{{- with $region.nodeSelector }}
node-selector:
  {{- range $label, $value := . }}
  {{ printf "[%s]" $label | quote }}: {{ $value | quote }}
  {{- end }}
{{- end }}
{{- range list "tenantNamespaces" "pullSecrets" "tolerations" }}
{{- if hasKey $region . }}
{{ kebabcase . }}: {{ get $region . | toJson }}
{{- end }}
{{- end }}
{{- range $key := list "context" "antiAffinity" "image" "valkeyVersion" "registry" "exporterImage" "storageClass" "accessLabelPrefix" "monitoringNamespace" "reach" "interval" }}
{{- with get $region $key }}
{{ kebabcase $key }}: {{ . | quote }}
{{- end }}
{{- end }}
{{- end -}}

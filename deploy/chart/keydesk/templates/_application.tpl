{{/* application.yaml: what is in config is laid over what the chart makes of its values. */}}
{{- define "keydesk.application" -}}
{{- $ours := include "keydesk.ownApplication" . | fromYaml -}}
{{- if $ours.Error -}}
{{- fail $ours.Error -}}
{{- end -}}
{{- toYaml (mergeOverwrite $ours (deepCopy .Values.config)) -}}
{{- end -}}

{{- define "keydesk.ownApplication" -}}
spring:
  config:
    # User and password of the database: each a file with the name of its property.
    import: "configtree:/etc/keydesk/secrets/"
  datasource:
    url: {{ required "database.url: name a PostgreSQL, such as jdbc:postgresql://postgres.example.com/keydesk." .Values.database.url | quote }}
keydesk:
  security:
    local-tokens: false
    oidc:
      issuer-uri: {{ required "oidc.issuerUri: name whose tokens are valid; without them nobody could call." .Values.oidc.issuerUri | quote }}
      {{- with .Values.oidc.audience }}
      audience: {{ . | quote }}
      {{- end }}
      {{- with .Values.oidc.rolesClaim }}
      roles-claim: {{ . | quote }}
      {{- end }}
      {{- with .Values.oidc.usernameClaim }}
      username-claim: {{ . | quote }}
      {{- end }}
  {{- if not .Values.regions }}
  {{- fail "regions: name one at least, such as {main: {}} for the cluster that this chart is in." }}
  {{- end }}
  regions:
    {{- range $name, $region := .Values.regions }}
    {{ $name | quote }}:
      {{- include "keydesk.region" (dict "name" $name "region" $region "root" $) | nindent 6 }}
    {{- end }}
  {{- with .Values.tenants }}
  tenants:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.approval }}
  approval:
    four-eyes: {{ .fourEyes }}
    two-people-for-production-delete: {{ .twoPeopleForProductionDelete }}
    auto-approve-small-development: {{ .autoApproveSmallDevelopment }}
    small-cluster: {{ .smallCluster }}
    settings-without-restart: {{ .settingsWithoutRestart }}
  {{- end }}
{{- end -}}

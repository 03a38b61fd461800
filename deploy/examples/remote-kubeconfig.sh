#!/usr/bin/env bash
# Makes the Secret south-kubeconfig of full.yaml out of the token that remote-region.yaml has asked for.
#   ./remote-kubeconfig.sh <context of the region> <context of the cluster that keydesk runs in>
set -euo pipefail
region=${1:?the context of the region} desk=${2:?the context of the cluster that keydesk runs in}

token() { kubectl --context "$region" -n keydesk get secret keydesk-token -o "jsonpath={.data.${1/./\\.}}"; }
server=$(kubectl --context "$region" config view --minify -o 'jsonpath={.clusters[0].cluster.server}')

# Through a pipe from end to end: the token is in no file and in no argument.
kubectl --context "$desk" -n keydesk create secret generic south-kubeconfig --from-file=config=/dev/stdin <<KUBECONFIG
apiVersion: v1
kind: Config
current-context: south
clusters:
  - name: south
    cluster:
      server: $server
      certificate-authority-data: $(token ca.crt)
users:
  - name: keydesk
    user:
      token: $(token token | base64 -d)
contexts:
  - name: south
    context: {cluster: south, user: keydesk, namespace: valkey}
KUBECONFIG

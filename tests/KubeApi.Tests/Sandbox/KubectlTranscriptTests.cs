namespace KubeApi.Tests.Sandbox;

/// <summary>The real kubectl prints against the sandbox what it printed against a real server, but for what Fixtures/Kubectl/differences.txt lists with its reason.</summary>
public class KubectlTranscriptTests
{
    [SkippableFact]
    public async Task Configmaps_are_created_changed_deleted_and_applied_as_recorded()
    {
        await using var play = await KubectlPlay.StartAsync();
        await play.PlayAsync(
            "02a-configmaps-create", "02d-configmaps-change", "02e-configmaps-delete",
            "03a-apply-client-side", "03b-apply-sets", "03c-apply-server-side", "03d-apply-server-side-more");
    }

    [SkippableFact]
    public async Task The_server_is_explored_as_recorded()
    {
        // The first command creates the namespace.
        await using var play = await KubectlPlay.StartAsync(hasNamespace: false);
        await play.PlayAsync("01a-discovery", "01b-api-resources", "01c-explain");
    }

    [SkippableFact]
    public async Task Custom_resources_are_defined_and_used_as_recorded()
    {
        await using var play = await KubectlPlay.StartAsync();
        await play.PlayAsync("05a-crd", "05b-crd-objects");
    }

    [SkippableFact]
    public async Task Rights_are_given_asked_and_refused_as_recorded()
    {
        await using var play = await KubectlPlay.StartAsync();
        await play
            .Before("kubectl create serviceaccount dev -n demo", "kubectl config use-context sandbox-certificate")
            .Before(
                "kubectl get cm -n demo -o name --as=system:serviceaccount:demo:dev",
                "for name in good1 good2 l1 l2 one openshift-service-ca.crt p1 settings ssa; do kubectl create cm $name -n demo; done")
            .PlayAsync("06a-rbac", "06b-auth", "06c-forbidden");
    }

    [SkippableFact]
    public async Task Workloads_are_scaled_and_waited_for_as_recorded()
    {
        await using var play = await KubectlPlay.StartAsync();
        await play
            .Before("kubectl rollout pause deploy/shop -n demo", "kubectl apply -f manifests/deploy.yaml -n demo")
            .Before(
                "kubectl wait --for=jsonpath='{.status.replicas}'=1 deploy/shop -n demo --timeout=20s",
                """kubectl patch deploy shop -n demo --subresource=status -p '{"status":{"replicas":1}}'""")
            .PlayAsync("04c-scale", "04d-wait");
    }

    [SkippableFact]
    public async Task Budgets_are_kept_as_recorded()
    {
        await using var play = await KubectlPlay.StartAsync();
        // What the controllers had made of the manifests, and the kubelet had reported.
        await play
            .Before("kubectl apply -f manifests/pdb.yaml -n demo", """
                kubectl create -f manifests/svc.yaml -f manifests/sts.yaml -f manifests/ds.yaml -n demo
                kubectl create service clusterip db-0 --tcp=80 -n demo
                pod() {
                  uid=$(kubectl get $2 $3 -n demo -o 'jsonpath={.metadata.uid}')
                  kubectl create -n demo -f - <<END
                apiVersion: v1
                kind: Pod
                metadata:
                  {name: $1, labels: {app: $3}, ownerReferences: [{apiVersion: apps/v1, kind: $2, name: $3, uid: $uid, controller: true, blockOwnerDeletion: true}]}
                spec: {nodeName: node1, containers: [{name: main, image: "registry.local/busybox:1"}]}
                END
                  kubectl patch pod $1 -n demo --subresource=status -p '{"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}'
                }
                pod db-0 StatefulSet db && pod agent-l55xb DaemonSet agent
                """)
            .PlayAsync("04f-disruption");
    }

    [SkippableFact]
    public async Task Namespaces_are_born_and_end_as_recorded()
    {
        await using var play = await KubectlPlay.StartAsync();
        // The recorded cluster had one ConfigMap more in each namespace, which counts.
        await play
            .Before("kubectl create quota small --hard=configmaps=3,pods=1 -n demo-2", "kubectl create configmap openshift-service-ca.crt -n demo-2")
            .Before("kubectl delete quota small -n demo-2", "kubectl delete cm c1 openshift-service-ca.crt -n demo-2")
            .PlayAsync("09a-namespaces", "09b-namespace-delete", "11-cleanup");
    }
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeApi.Tests.Sandbox;

/// <summary>The real kubectl prints against the sandbox what it printed against a real server, but for what Fixtures/Kubectl/differences.txt lists with its reason.</summary>
public class KubectlTranscriptTests
{
    [SkippableFact]
    public async Task Configmaps_are_created_read_changed_deleted_and_applied_as_recorded()
    {
        await using var player = await KubectlPlayer.StartAsync();
        // Each namespace of the recorded cluster had one of these from its vendor.
        await player.Kubectl.RunAsync("create", "configmap", "openshift-service-ca.crt", "-n", "demo", "--from-literal=service-ca.crt=");
        await player.PlayAsync(
            "02a-configmaps-create", "02b-configmaps-get", "02c-configmaps-select", "02d-configmaps-change", "02e-configmaps-delete",
            "03a-apply-client-side", "03b-apply-sets", "03c-apply-server-side", "03d-apply-server-side-more");
        player.Check();
    }

    [SkippableFact]
    public async Task The_server_is_explored_as_recorded()
    {
        // The first command creates the namespace.
        await using var player = await KubectlPlayer.StartAsync(hasNamespace: false);
        await player.PlayAsync("01a-discovery", "01b-api-resources", "01c-explain");
        player.Check();
    }

    [SkippableFact]
    public async Task Custom_resources_are_defined_and_used_as_recorded()
    {
        await using var player = await KubectlPlayer.StartAsync();
        await player.PlayAsync("05a-crd", "05b-crd-objects");
        player.Check();
    }

    [SkippableFact]
    public async Task Rights_are_given_asked_and_refused_as_recorded()
    {
        await using var player = await KubectlPlayer.StartAsync();
        player.Before("kubectl create serviceaccount dev -n demo", "kubectl config use-context sandbox-certificate");
        player.Before(
            "kubectl get cm -n demo -o name --as=system:serviceaccount:demo:dev",
            "for name in good1 good2 l1 l2 one openshift-service-ca.crt p1 settings ssa; do kubectl create cm $name -n demo; done");
        await player.PlayAsync("06a-rbac", "06b-auth", "06c-forbidden");
        player.Check();
    }

    [SkippableFact]
    public async Task Budgets_are_kept_as_recorded()
    {
        await using var player = await KubectlPlayer.StartAsync();
        // What the controllers had made of the manifests, and the kubelet had reported.
        player.Before("kubectl apply -f manifests/pdb.yaml -n demo", """
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
            """);
        await player.PlayAsync("04f-disruption");
        player.Check();
    }

    [SkippableFact]
    public async Task Namespaces_are_born_and_end_as_recorded()
    {
        await using var player = await KubectlPlayer.StartAsync();
        // The recorded cluster had one ConfigMap more in each namespace, which counts.
        player.Before("kubectl create quota small --hard=configmaps=3,pods=1 -n demo-2", "kubectl create configmap openshift-service-ca.crt -n demo-2");
        player.Before("kubectl delete quota small -n demo-2", "kubectl delete cm c1 openshift-service-ca.crt -n demo-2");
        await player.PlayAsync("09a-namespaces", "09b-namespace-delete", "11-cleanup");
        player.Check();
    }

    [SkippableFact]
    public async Task Changes_are_watched_as_recorded()
    {
        await using var player = await KubectlPlayer.StartAsync();
        player.Server.ExpireHistory();
        player.Before("kubectl get cm -n demo -l w=1", "kubectl create configmap old -n demo --from-literal=a=1 && kubectl label cm old -n demo w=1");
        player.Before("kubectl patch cm one -n demo --type=merge -p '{\"data\":{\"b\":\"2\"}}'", "kubectl create configmap one -n demo --from-literal=a=1");
        player.Before("kubectl label cm one w=1 -n demo", "kubectl create configmap one -n demo --from-literal=a=1 || true");
        await player.PlayAsync("08-watch");
        player.Check();
    }

    [SkippableFact]
    public async Task Deployments_are_scaled_and_waited_for_as_recorded()
    {
        await using var player = await KubectlPlayer.StartAsync();
        await player.Kubectl.RunAsync("apply", "-n", "demo", "-f", Path.Combine(KubectlTranscript.Folder, "manifests", "deploy.yaml"));
        // What its controller would have written.
        player.Before(
            "kubectl wait --for=jsonpath='{.status.replicas}'=1 deploy/shop -n demo --timeout=20s",
            "kubectl patch deploy shop -n demo --subresource=status --type=merge -p '{\"status\":{\"replicas\":1}}'");
        await player.PlayAsync("04c-scale", "04d-wait");
        player.Check();
    }

    [SkippableFact]
    public async Task What_goes_wrong_is_told_as_recorded()
    {
        await using var player = await KubectlPlayer.StartAsync();
        // As there: an admin with a certificate, which wins over a token.
        await player.WriteAsync(
            "kubeconfig", player.KubeConfig("admin", $"\"client-certificate\":\"{player.Server.ClientCertificatePath}\",\"client-key\":\"{player.Server.ClientKeyPath}\""));
        await player.WriteAsync("no-user.kubeconfig", player.KubeConfig("", ""));
        await player.WriteAsync("bad-token.kubeconfig", player.KubeConfig("nobody", "\"token\":\"nonsense\""));
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        using (var other = new CertificateRequest("CN=other", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1)))
        {
            await player.WriteAsync("other-ca.crt", other.ExportCertificatePem());
        }

        // Discovery had been cached.
        await player.Kubectl.ShellAsync("kubectl get ns demo", player.Server.Folder);
        await player.PlayAsync("10-errors");
        player.Check();
    }
}

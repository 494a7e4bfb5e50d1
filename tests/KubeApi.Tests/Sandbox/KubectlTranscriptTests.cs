using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeApi.Tests.Sandbox;

/// <summary>
/// The real kubectl prints the same against the sandbox as against a real server, except for the commands that Fixtures/Kubectl/differences.txt and
/// not-played.txt list with a reason.
/// </summary>
public class KubectlTranscriptTests
{
    private static readonly string[] s_configMaps =
    [
        "02a-configmaps-create", "02b-configmaps-get", "02c-configmaps-select", "02d-configmaps-change", "02e-configmaps-delete",
        "03a-apply-client-side", "03b-apply-sets", "03c-apply-server-side", "03d-apply-server-side-more",
    ];
    private static readonly string[] s_exploring = ["01a-discovery", "01b-api-resources", "01c-explain"];
    private static readonly string[] s_customResources = ["05a-crd", "05b-crd-objects"];
    private static readonly string[] s_rights = ["06a-rbac", "06b-auth", "06c-forbidden"];
    private static readonly string[] s_budgets = ["04f-disruption"];
    private static readonly string[] s_namespaces = ["09a-namespaces", "09b-namespace-delete", "11-cleanup"];
    private static readonly string[] s_watching = ["08-watch"];
    private static readonly string[] s_scaling = ["04c-scale", "04d-wait"];
    private static readonly string[] s_errors = ["10-errors"];
    private static readonly string[] s_rollout = ["04a-deployment", "04b-rollout"];
    private static readonly string[] s_sets = ["04e-statefulset-daemonset"];
    private static readonly string[] s_jobs = ["04g-jobs"];
    private static readonly string[] s_exposing = ["04h-expose"];
    private static readonly string[] s_pods = ["07a-logs", "07b-exec-cp-attach", "07c-port-forward-run"];

    /// <summary>The transcripts of each test.</summary>
    public static IReadOnlyList<string[]> Transcripts { get; } =
        [
            s_configMaps, s_exploring, s_customResources, s_rights, s_budgets, s_namespaces, s_watching, s_scaling, s_errors, s_rollout, s_sets, s_jobs,
            s_exposing, s_pods
        ];

    [SkippableFact]
    public async Task Configmaps_are_created_read_changed_deleted_and_applied_as_recorded()
    {
        await using var player = await KubectlPlayer.StartAsync();
        // Each namespace of the recorded cluster had one of these from the vendor.
        await player.Kubectl.RunAsync("create", "configmap", "openshift-service-ca.crt", "-n", "demo", "--from-literal=service-ca.crt=");
        await player.PlayAsync(s_configMaps);
        player.Check();
    }

    [SkippableFact]
    public async Task Discovery_prints_as_recorded()
    {
        // The first command creates the namespace.
        await using var player = await KubectlPlayer.StartAsync(hasNamespace: false);
        await player.PlayAsync(s_exploring);
        player.Check();
    }

    [SkippableFact]
    public async Task Custom_resources_are_defined_and_used_as_recorded()
    {
        await using var player = await KubectlPlayer.StartAsync();
        await player.PlayAsync(s_customResources);
        player.Check();
    }

    [SkippableFact]
    public async Task Permissions_are_granted_checked_and_refused_as_recorded()
    {
        await using var player = await KubectlPlayer.StartAsync();
        player.Before("kubectl create serviceaccount dev -n demo", "kubectl config use-context sandbox-certificate");
        player.Before(
            "kubectl get cm -n demo -o name --as=system:serviceaccount:demo:dev",
            "for name in good1 good2 l1 l2 one openshift-service-ca.crt p1 settings ssa; do kubectl create cm $name -n demo; done");
        await player.PlayAsync(s_rights);
        player.Check();
    }

    [SkippableFact]
    public async Task Disruption_budgets_are_enforced_as_recorded()
    {
        await using var player = await KubectlPlayer.StartAsync();
        player.Before("kubectl apply -f manifests/pdb.yaml -n demo", """
            kubectl create -f manifests/svc.yaml -f manifests/sts.yaml -f manifests/ds.yaml -n demo
            kubectl create service clusterip db-0 --tcp=80 -n demo
            """);
        await player.PlayAsync(s_budgets);
        player.Check();
    }

    [SkippableFact]
    public async Task Namespaces_are_created_and_deleted_as_recorded()
    {
        await using var player = await KubectlPlayer.StartAsync();
        // Each namespace of the recorded cluster had one more ConfigMap, which is counted.
        player.Before("kubectl create quota small --hard=configmaps=3,pods=1 -n demo-2", "kubectl create configmap openshift-service-ca.crt -n demo-2");
        player.Before("kubectl delete quota small -n demo-2", "kubectl delete cm c1 openshift-service-ca.crt -n demo-2");
        // On a real server the controller takes a moment, in which kubectl starts to wait.
        player.Before(
            """kubectl patch cm held -n demo-2 --type=json -p '[{"op":"remove","path":"/metadata/finalizers"}]'""", server => server.AreControllersHeld = true);
        player.While("kubectl wait --for=delete ns/demo-2 --timeout=60s", server => server.AreControllersHeld = false);
        await player.PlayAsync(s_namespaces);
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
        await player.PlayAsync(s_watching);
        player.Check();
    }

    [SkippableFact]
    public async Task Deployments_are_scaled_and_waited_for_as_recorded()
    {
        await using var player = await KubectlPlayer.StartAsync();
        await player.Kubectl.RunAsync("apply", "-n", "demo", "-f", Path.Combine(KubectlTranscript.Folder, "manifests", "deploy.yaml"));
        // On a real server they take a moment to end.
        player.Before("kubectl delete deploy shop -n demo --wait=false", server => server.AreWorkloadsHeld = true);
        player.While("kubectl wait --for=delete pod -l app=shop -n demo --timeout=30s", server => server.AreWorkloadsHeld = false);
        await player.PlayAsync(s_scaling);
        player.Check();
    }

    [SkippableFact]
    public async Task Deployments_are_changed_as_recorded()
    {
        await using var player = await KubectlPlayer.StartAsync();
        await player.PlayAsync(s_rollout);
        player.Check();
    }

    [SkippableFact]
    public async Task Sets_and_their_services_are_created_and_shown_as_recorded()
    {
        await using var player = await KubectlPlayer.StartAsync();
        await player.PlayAsync(s_sets);
        player.Check();
    }

    [SkippableFact]
    public async Task Jobs_are_created_shown_and_refused_as_recorded()
    {
        await using var player = await KubectlPlayer.StartAsync();
        await player.PlayAsync(s_jobs);
        player.Check();
    }

    [SkippableFact]
    public async Task Deployments_are_exposed_as_recorded()
    {
        await using var player = await KubectlPlayer.StartAsync();
        await player.PlayAsync(s_exposing);
        player.Check();
    }

    [SkippableFact]
    public async Task Pods_are_read_run_in_and_copied_to_as_recorded()
    {
        await using var player = await KubectlPlayer.StartAsync();
        player.Server.OnExec(TranscriptPods.Run);
        await player.WriteAsync("hello.txt", "hello from the file\n");
        player.Before(
            "kubectl exec box -n demo -- echo hello",
            "mkdir dir && echo one > dir/one.txt && echo two > dir/two.txt && kubectl exec box -n demo -- mkdir -p /data");
        // Not played: kubectl sometimes prints messages of tar.
        player.Before("cat got.txt", "kubectl cp demo/box:/data/hello.txt got.txt");
        player.Before("ls got-dir", "kubectl cp box:/data/dir got-dir -n demo");
        // In the recording it ran for four seconds.
        player.While("kubectl create -f manifests/pod-short.yaml -n demo", server => server.AreWorkloadsHeld = true);
        player.Before(
            "kubectl wait --for=jsonpath='{.status.phase}'=Running pod/short -n demo --timeout=30s",
            """kubectl patch pod short -n demo --subresource=status -p '{"status":{"phase":"Running"}}'""");
        player.Before(
            "kubectl wait --for=jsonpath='{.status.phase}'=Failed pod/short -n demo --timeout=30s",
            """kubectl patch pod short -n demo --subresource=status -p '{"status":{"phase":"Failed","containerStatuses":[{"name":"main","image":"","imageID":"","ready":false,"restartCount":0,"state":{"terminated":{"exitCode":2,"reason":"Error"}}}]}}'""");
        player.Before("kubectl get pod short -n demo", server => server.AreWorkloadsHeld = false);
        await player.PlayAsync(s_pods);
        player.Check();
    }

    [SkippableFact]
    public async Task Errors_are_reported_as_recorded()
    {
        await using var player = await KubectlPlayer.StartAsync();
        // As in the recording: an admin with a certificate, which wins over a token.
        await player.WriteAsync(
            "kubeconfig", player.KubeConfig(
                "admin", $"\"client-certificate\":\"{player.Server.ClientCertificatePath}\",\"client-key\":\"{player.Server.ClientKeyPath}\""));
        await player.WriteAsync("no-user.kubeconfig", player.KubeConfig("", ""));
        await player.WriteAsync("bad-token.kubeconfig", player.KubeConfig("nobody", "\"token\":\"nonsense\""));
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        using (var other = new CertificateRequest("CN=other", key, HashAlgorithmName.SHA256).CreateSelfSigned(
            DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1)))
        {
            await player.WriteAsync("other-ca.crt", other.ExportCertificatePem());
        }

        // Discovery had been cached.
        await player.Kubectl.ShellAsync("kubectl get ns demo", player.Server.Folder);
        await player.PlayAsync(s_errors);
        player.Check();
    }
}

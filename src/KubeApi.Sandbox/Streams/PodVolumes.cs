using KubeApi.Sandbox.Auth;
using KubeApi.Sandbox.Containers;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Runtime;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Streams;

/// <summary>The first files of a container: some folders, the files of its script, and its mounts, which are empty except for the service account's.</summary>
internal sealed class PodVolumes(ObjectStore store, ResourceCatalog catalog, SandboxClock clock, CertificateAuthority authority, TokenIssuer tokens)
{
    private const string ServiceAccount = "/var/run/secrets/kubernetes.io/serviceaccount";

    // As the API server extends the token of a pod, whose kubelet would renew it.
    private static readonly TimeSpan s_tokenLifetime = TimeSpan.FromDays(365);
    private static readonly string[] s_folders = ["bin", "dev", "etc", "home", "proc", "root", "sbin", "sys", "tmp", "usr", "var", "www"];

    public ContainerFiles Mount(ContainerRun run)
    {
        var files = new ContainerFiles(clock);
        var mounts = run.Spec.ObjectsAt("volumeMounts").Select(mount => mount.StringAt("mountPath")!).ToList();
        var contents = ContainerScript.Of(run).Files.Prepend(("/etc/hostname", run.Pod.StringAt("metadata.name") + "\n"))
            .Concat(mounts.Contains(ServiceAccount) ? Credentials(run.Pod) : []).ToList();
        foreach (var folder in s_folders.Concat(mounts).Concat(contents.Select(file => file.Item1[..file.Item1.LastIndexOf('/')])))
        {
            files.CreateFolders(folder);
        }

        contents.ForEach(file => files.Create(file.Item1, Encoding.UTF8.GetBytes(file.Item2)));
        return files;
    }

    private IEnumerable<(string Path, string Content)> Credentials(JsonObject pod)
    {
        var (@namespace, name) = (pod.StringAt("metadata.namespace") ?? "", pod.StringAt("spec.serviceAccountName") ?? "default");
        var bound = new JsonObject { ["kind"] = "Pod", ["name"] = pod.StringAt("metadata.name"), ["uid"] = pod.StringAt("metadata.uid") };
        var account = store.Get(catalog.ServiceAccounts, @namespace, name);
        yield return (ServiceAccount + "/ca.crt", authority.Pem);
        yield return (ServiceAccount + "/namespace", @namespace);
        yield return (
            ServiceAccount + "/token",
            account is null ? "" : tokens.Issue(account, [TokenIssuer.Issuer], clock.GetUtcNow() + s_tokenLifetime, bound));
    }
}

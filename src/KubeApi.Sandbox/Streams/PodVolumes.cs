using System.Text;
using System.Text.Json.Nodes;
using KubeApi.Sandbox.Auth;
using KubeApi.Sandbox.Kubelet;
using KubeApi.Sandbox.Objects;

namespace KubeApi.Sandbox.Streams;

/// <summary>
/// The first files of a container: a few folders, the mounted volumes with tokens, ConfigMaps, Secrets and fields of the pod, and those of its script.
/// </summary>
internal sealed class PodVolumes(Cluster cluster, ContainerRun run)
{
    // As the API server extends the token of a pod, whose kubelet would renew it.
    private static readonly TimeSpan s_tokenLifetime = TimeSpan.FromDays(365);
    private static readonly string[] s_folders = ["bin", "dev", "etc", "home", "proc", "root", "sbin", "sys", "tmp", "usr", "var", "www"];

    private string Namespace => run.Pod.StringAt("metadata.namespace") ?? "";

    public ContainerFiles Mount()
    {
        var files = new ContainerFiles(cluster.Time);
        foreach (var folder in s_folders)
        {
            files.Create(folder, null, mode: ContainerFiles.FolderMode);
        }

        Write(files, "/etc/hostname", Encoding.UTF8.GetBytes(run.Pod.StringAt("metadata.name") + "\n"));
        var volumes = (run.Pod.At("spec.volumes") as JsonArray ?? []).OfType<JsonObject>().ToList();
        foreach (var mount in (run.Spec["volumeMounts"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var path = mount.StringAt("mountPath")!;
            files.CreateFolders(path);
            foreach (var (name, content) in volumes.Where(volume => volume.StringAt("name") == mount.StringAt("name")).SelectMany(Contents))
            {
                Write(files, $"{path}/{name}", content);
            }
        }

        foreach (var (path, content) in ContainerScript.Of(run).Files)
        {
            Write(files, path, Encoding.UTF8.GetBytes(content));
        }

        return files;
    }

    private static void Write(ContainerFiles files, string path, byte[] content)
    {
        if (path.LastIndexOf('/') is > 0 and var end)
        {
            files.CreateFolders(path[..end]);
        }

        files.Create(path, content);
    }

    private IEnumerable<(string Path, byte[] Content)> Contents(JsonObject volume) =>
        volume.At("projected.sources") is JsonArray sources ? sources.OfType<JsonObject>().SelectMany(Source) : Source(volume);

    private IEnumerable<(string Path, byte[] Content)> Source(JsonObject source)
    {
        if (source["serviceAccountToken"] is JsonObject token)
        {
            return Token(token.StringAt("audience")) is { } text ? [(token.StringAt("path")!, Encoding.UTF8.GetBytes(text))] : [];
        }

        if (source["downwardAPI"] is JsonObject fields)
        {
            return (fields["items"] as JsonArray ?? []).OfType<JsonObject>().Select(
                item => (item.StringAt("path")!, Encoding.UTF8.GetBytes(run.Pod.TextAt(item.StringAt("fieldRef.fieldPath") ?? "") ?? "")));
        }

        return source["configMap"] is JsonObject map ? Keys("configmaps", map.StringAt("name"), map["items"])
            : source["secret"] is JsonObject secret ? Keys("secrets", secret.StringAt("secretName") ?? secret.StringAt("name"), secret["items"])
            : [];
    }

    private IEnumerable<(string Path, byte[] Content)> Keys(string resource, string? name, JsonNode? items)
    {
        var value = cluster.Store.Get(cluster.Catalog.Find("", "v1", resource)!, Namespace, name ?? "")?.ToNode();
        var isText = resource == "configmaps";
        var keys = (value?["data"] as JsonObject ?? []).Select(
                pair => (pair.Key, Content: isText ? Encoding.UTF8.GetBytes(pair.Value!.ToString()) : Convert.FromBase64String(pair.Value!.ToString())))
            .Concat((value?["binaryData"] as JsonObject ?? []).Select(pair => (pair.Key, Content: Convert.FromBase64String(pair.Value!.ToString())))).ToList();
        return items is not JsonArray chosen ? keys
            : chosen.OfType<JsonObject>().Join(keys, item => item.StringAt("key"), pair => pair.Key, (item, pair) => (item.StringAt("path")!, pair.Content));
    }

    private string? Token(string? audience)
    {
        var name = run.Pod.StringAt("spec.serviceAccountName") is { Length: > 0 } given ? given : "default";
        var bound = new JsonObject
        {
            ["kind"] = "Pod",
            ["name"] = run.Pod.StringAt("metadata.name"),
            ["uid"] = run.Pod.StringAt("metadata.uid"),
        };
        return cluster.Store.Get(cluster.Catalog.ServiceAccounts, Namespace, name) is { } account
            ? cluster.Tokens.Issue(account, [audience ?? TokenIssuer.Issuer], cluster.Time.GetUtcNow() + s_tokenLifetime, bound)
            : null;
    }
}

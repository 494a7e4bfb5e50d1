using System.Security.Cryptography;
using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Strategies;

/// <summary>Defaults of every pod: tolerations for its node, and the token of its service account.</summary>
internal static class PodDefaults
{
    private const string TokenPath = "/var/run/secrets/kubernetes.io/serviceaccount";
    private const string Volume = "kube-api-access-";
    private const string NameAlphabet = "bcdfghjklmnpqrstvwxz2456789";
    private static readonly string[] s_taints = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];
    private static readonly string[] s_containers = ["containers", "initContainers"];

    /// <summary>Tolerates an unreachable node for five minutes.</summary>
    public static void Tolerate(JsonObject spec)
    {
        var given = spec.ObjectsAt("tolerations").ToList();
        foreach (var taint in s_taints.Where(taint => !given.Exists(toleration => Covers(toleration, taint))))
        {
            Add(spec, "tolerations", new JsonObject { ["key"] = taint, ["operator"] = "Exists", ["effect"] = "NoExecute", ["tolerationSeconds"] = 300 });
        }
    }

    /// <summary>Mounts the service account's token, the CA and the namespace into containers that mount nothing at that path.</summary>
    public static void MountToken(JsonObject spec)
    {
        var volumes = spec.ObjectsAt("volumes").Select(volume => volume.StringAt("name") ?? "");
        var present = volumes.FirstOrDefault(volume => volume.StartsWith(Volume, StringComparison.Ordinal));
        var name = present ?? Volume + RandomNumberGenerator.GetString(NameAlphabet, 5);
        var containers = s_containers.SelectMany(list => spec.ObjectsAt(list)).Where(
            container => !HasToken(container)).ToList();
        foreach (var container in containers)
        {
            Add(container, "volumeMounts", new JsonObject { ["name"] = name, ["readOnly"] = true, ["mountPath"] = TokenPath });
        }

        if (containers.Count > 0 && present is null)
        {
            Add(spec, "volumes", new JsonObject { ["name"] = name, ["projected"] = TokenSources() });
        }
    }

    private static bool Covers(JsonObject toleration, string taint) =>
        (toleration.StringAt("key") is not { Length: > 0 } key || key == taint) && toleration.StringAt("effect") is null or "" or "NoExecute";

    private static bool HasToken(JsonObject container) =>
        container.ObjectsAt("volumeMounts").Any(mount => mount.StringAt("mountPath") == TokenPath);

    private static JsonNode TokenSources() => JsonNode.Parse("""
        {
          "sources": [
            { "serviceAccountToken": { "expirationSeconds": 3607, "path": "token" } },
            { "configMap": { "name": "kube-root-ca.crt", "items": [{ "key": "ca.crt", "path": "ca.crt" }] } },
            { "downwardAPI": { "items": [{ "path": "namespace", "fieldRef": { "apiVersion": "v1", "fieldPath": "metadata.namespace" } }] } }
          ],
          "defaultMode": 420
        }
        """)!;

    private static void Add(JsonObject parent, string list, JsonObject item)
    {
        if (parent[list] is not JsonArray items)
        {
            parent[list] = items = [];
        }

        items.Add(item);
    }
}

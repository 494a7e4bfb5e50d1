using System.Globalization;
using System.Text;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Store;

namespace KubeApi.Sandbox;

/// <summary>Many pods as a real server sends them, 5.7 kilobytes each, for benchmarks: most run, some wait, failed or are done.</summary>
internal static class LoadedPods
{
    public const string Namespace = "load";

    public static void Fill(Cluster cluster, int count)
    {
        var node = new System.Text.Json.Nodes.JsonObject { ["metadata"] = new System.Text.Json.Nodes.JsonObject { ["name"] = Namespace } };
        new Verbs.ObjectRules(cluster).PrepareCreate(cluster.Catalog.Namespaces, node, "");
        cluster.Store.TryCreate(cluster.Catalog.Namespaces, node);
        cluster.Namespaces.Furnish(Namespace);
        var running = new Template("load/pod-running.json");
        var pending = new Template("load/pod-pending.json");
        cluster.Store.Load(cluster.Catalog.Pods, count, (index, version) =>
        {
            var phase = (index % 20) switch { 3 => "Pending", 11 => "Failed", 17 => "Succeeded", _ => "Running" };
            return (phase == "Pending" ? pending : running).Make(cluster.Catalog.Pods, index, version, phase);
        });
    }

    /// <summary>The recorded pod, cut where the values stand that differ from pod to pod.</summary>
    private sealed class Template
    {
        private readonly string _text;
        private readonly string _name;
        private readonly string _uid;
        private readonly string _version;
        private readonly string _namespace;
        private readonly string _phase;

        public Template(string name)
        {
            var bytes = Recorded.Bytes(name);
            var pod = Recorded.Object(name);
            _text = Encoding.UTF8.GetString(bytes);
            _name = Member("name", pod);
            _uid = Member("uid", pod);
            _version = Member("resourceVersion", pod);
            _namespace = Member("namespace", pod);
            _phase = $"\"phase\":\"{pod["status"]!["phase"]!.GetValue<string>()}\"";
        }

        public StoredObject Make(ResourceType type, int index, long version, string phase)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"web-867d965bf9-{index:d6}");
            var uid = Guid.NewGuid().ToString();
            var text = ReplaceFirst(_text, _name, $"\"name\":\"{name}\"");
            text = ReplaceFirst(text, _uid, $"\"uid\":\"{uid}\"");
            text = ReplaceFirst(text, _version, string.Create(CultureInfo.InvariantCulture, $"\"resourceVersion\":\"{version}\""));
            text = ReplaceFirst(text, _namespace, $"\"namespace\":\"{Namespace}\"");
            text = ReplaceFirst(text, _phase, $"\"phase\":\"{phase}\"");
            return new StoredObject(type, Namespace, name, uid, version, Encoding.UTF8.GetBytes(text));
        }

        private static string Member(string name, System.Text.Json.Nodes.JsonObject pod) => $"\"{name}\":\"{pod["metadata"]![name]!.GetValue<string>()}\"";

        private static string ReplaceFirst(string text, string old, string replacement)
        {
            var position = text.IndexOf(old, StringComparison.Ordinal);
            return string.Concat(text.AsSpan(0, position), replacement, text.AsSpan(position + old.Length));
        }
    }
}

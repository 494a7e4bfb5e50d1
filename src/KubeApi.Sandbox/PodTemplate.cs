using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Store;

namespace KubeApi.Sandbox;

/// <summary>The recorded pod, cut where the values stand that differ from pod to pod.</summary>
internal sealed class PodTemplate
{
    private readonly string _text;
    private readonly string _name;
    private readonly string _uid;
    private readonly string _version;
    private readonly string _namespace;
    private readonly string _phase;

    public PodTemplate(string name)
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

    public StoredObject Make(ResourceType type, string @namespace, int index, long version, string phase)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"web-867d965bf9-{index:d6}");
        var uid = Guid.NewGuid().ToString();
        var text = ReplaceFirst(_text, _name, $"\"name\":\"{name}\"");
        text = ReplaceFirst(text, _uid, $"\"uid\":\"{uid}\"");
        text = ReplaceFirst(text, _version, string.Create(CultureInfo.InvariantCulture, $"\"resourceVersion\":\"{version}\""));
        text = ReplaceFirst(text, _namespace, $"\"namespace\":\"{@namespace}\"");
        text = ReplaceFirst(text, _phase, $"\"phase\":\"{phase}\"");
        return new StoredObject(type, @namespace, name, uid, version, Encoding.UTF8.GetBytes(text));
    }

    private static string Member(string name, JsonObject pod) => $"\"{name}\":\"{pod["metadata"]![name]!.GetValue<string>()}\"";

    private static string ReplaceFirst(string text, string old, string replacement)
    {
        var position = text.IndexOf(old, StringComparison.Ordinal);
        return string.Concat(text.AsSpan(0, position), replacement, text.AsSpan(position + old.Length));
    }
}

using System.Globalization;
using System.Text;

namespace KubeApi.Sandbox;

/// <summary>The recorded pod, cut where the values stand that differ from pod to pod.</summary>
internal sealed class PodTemplate
{
    // What differs, each where it stands first.
    private static readonly string[] s_members = ["metadata.namespace", "metadata.name", "metadata.uid", "metadata.resourceVersion", "status.phase"];

    // The literal text before each value, which of the members the value is, and the text behind the last one.
    private readonly List<(byte[] Before, int Member)> _pieces = [];
    private readonly byte[] _last;
    private readonly int _literals;

    public PodTemplate(string name)
    {
        var text = Encoding.UTF8.GetString(Recorded.Bytes(name));
        var pod = Recorded.Object(name);
        var places = s_members.Select((path, member) =>
        {
            var (parent, field) = path.Split('.') is [var first, var second] ? (first, second) : default;
            var value = pod[parent]![field]!.GetValue<string>();
            return (Start: text.IndexOf($"\"{field}\":\"{value}\"", StringComparison.Ordinal) + field.Length + 4, value.Length, Member: member);
        });
        var end = 0;
        foreach (var (start, length, member) in places.OrderBy(place => place.Start))
        {
            _pieces.Add((Encoding.UTF8.GetBytes(text[end..start]), member));
            end = start + length;
        }

        _last = Encoding.UTF8.GetBytes(text[end..]);
        _literals = _pieces.Sum(piece => piece.Before.Length) + _last.Length;
    }

    public int LengthOf(string @namespace, string name, string uid, long version, string phase) =>
        _literals + @namespace.Length + name.Length + uid.Length + Text(version).Length + phase.Length;

    public void Write(Span<byte> json, string @namespace, string name, string uid, long version, string phase)
    {
        foreach (var (before, member) in _pieces)
        {
            before.CopyTo(json);
            json = json[before.Length..];
            var value = member switch { 0 => @namespace, 1 => name, 2 => uid, 3 => Text(version), _ => phase };
            json = json[Encoding.ASCII.GetBytes(value, json)..];
        }

        _last.CopyTo(json);
    }

    private static string Text(long version) => version.ToString(CultureInfo.InvariantCulture);
}

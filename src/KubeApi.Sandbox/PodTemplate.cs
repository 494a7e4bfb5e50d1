using System.Text.RegularExpressions;
using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox;

/// <summary>A recorded pod, split at the values that differ between pods.</summary>
internal sealed partial class PodTemplate
{
    // The literal bytes before each value, the value, and the bytes after the last one.
    private readonly List<(byte[] Before, PodValue Value)> _pieces = [];
    private readonly byte[] _last;

    public PodTemplate(string name)
    {
        var text = Encoding.UTF8.GetString(Recorded.Bytes(name));
        var end = 0;
        foreach (Match place in Places().Matches(text))
        {
            _pieces.Add((Encoding.UTF8.GetBytes(text[end..place.Index]), Enum.Parse<PodValue>(place.Groups[1].Value, ignoreCase: true)));
            end = place.Index + place.Length;
        }

        _last = Encoding.UTF8.GetBytes(text[end..]);
    }

    public int LengthOf(LoadedPod pod) => _last.Length + _pieces.Sum(piece => piece.Before.Length + pod.LengthOf(piece.Value));

    public void Write(LoadedPod pod, Span<byte> json)
    {
        foreach (var (before, value) in _pieces)
        {
            before.CopyTo(json);
            json = json[before.Length..];
            json = json[pod.Write(value, json)..];
        }

        _last.CopyTo(json);
    }

    [GeneratedRegex(@"\$\{(\w+)\}")]
    private static partial Regex Places();
}

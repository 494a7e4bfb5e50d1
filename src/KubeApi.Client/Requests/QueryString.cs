using System.Globalization;
using System.Text;

namespace KubeApi.Client.Requests;

/// <summary>Collects query parameters, escaped, in the order they were added.</summary>
public sealed class QueryString
{
    private readonly StringBuilder _text = new();

    /// <summary>Adds a parameter; null is skipped.</summary>
    public QueryString Add(string name, string? value)
    {
        if (value is not null)
        {
            _text.Append(_text.Length == 0 ? '?' : '&').Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
        }

        return this;
    }

    /// <summary>Adds a number; null is skipped.</summary>
    public QueryString Add(string name, long? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds <c>name=true</c>; false is skipped.</summary>
    public QueryString Add(string name, bool value) => Add(name, value ? "true" : null);

    /// <summary>The query, beginning with <c>?</c>; empty if nothing was added.</summary>
    public override string ToString() => _text.ToString();
}

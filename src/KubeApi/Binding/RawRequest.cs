using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using KubeApi.Client.Requests;
using KubeApi.Output;

namespace KubeApi.Binding;

/// <summary>Turns what the user gave for a raw request into its parts.</summary>
internal static class RawRequest
{
    /// <summary>The query to append to a path, which may have one already.</summary>
    public static string Query(string path, IDictionary? query)
    {
        var added = new QueryString();
        foreach (DictionaryEntry entry in query ?? new Hashtable())
        {
            // Several values are several parameters, as in ?command=ls&command=-l.
            foreach (var value in entry.Value is IEnumerable and not string ? ((IEnumerable)entry.Value).Cast<object?>() : [entry.Value])
            {
                added.Add(Text(entry.Key), value is bool flag ? (flag ? "true" : "false") : Text(value));
            }
        }

        var text = added.ToString();
        return text.Length > 0 && path.Contains('?', StringComparison.Ordinal) ? "&" + text[1..] : text;
    }

    /// <summary>The body's bytes; null for none.</summary>
    public static ReadOnlyMemory<byte>? Body(object? body) => Bare(body) switch
    {
        null => null,
        string text => Encoding.UTF8.GetBytes(text),
        byte[] bytes => bytes,
        _ => JsonWriter.Write(body),
    };

    /// <summary>The media type that a body has if none is given.</summary>
    public static string ContentType(string method, object? body) =>
        method != "PATCH" ? MediaTypes.Json : IsArray(Bare(body)) ? MediaTypes.JsonPatch : MediaTypes.MergePatch;

    /// <summary>The headers, their values as text.</summary>
    public static Dictionary<string, string> Headers(IDictionary? headers) =>
        (headers ?? new Hashtable()).Cast<DictionaryEntry>().ToDictionary(e => Text(e.Key), e => Text(e.Value));

    /// <summary>Whether the answer goes on until somebody ends it.</summary>
    public static bool IsLongRunning(string pathAndQuery) =>
        pathAndQuery.Split('?', 2) is [_, var query] && query.Split('&').Any(p => p is "watch=true" or "watch=1" or "watch" or "follow=true" or "follow=1" or "follow");

    private static bool IsArray(object? body) => body switch
    {
        string text => text.AsSpan().TrimStart().StartsWith("["),
        byte[] or IDictionary => false,
        _ => body is IEnumerable,
    };

    private static object? Bare(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    private static string Text(object? value) => Convert.ToString(Bare(value), CultureInfo.InvariantCulture) ?? "";
}

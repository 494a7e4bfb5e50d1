using System.Collections;
using System.Text;
using KubeApi.Client.Requests;
using KubeApi.Output;

namespace KubeApi.Binding;

/// <summary>Converts the arguments of Invoke-KubeApi into the parts of a request.</summary>
internal static class RawRequest
{
    private static readonly string[] s_reviewGroups = ["/apis/authentication.k8s.io/", "/apis/authorization.k8s.io/"];
    private static readonly string[] s_readingMethods = ["GET", "HEAD", "OPTIONS"];
    private static readonly string[] s_narrowing = ["labelSelector", "fieldSelector", "dryRun"];

    /// <summary>The query to append to a path, which may have one already.</summary>
    public static string Query(string path, IDictionary? query)
    {
        var added = new QueryString();
        foreach (DictionaryEntry entry in query ?? new Hashtable())
        {
            // Several values are several parameters, as in ?command=ls&command=-l.
            var values = EmptyValue.Unwrap(entry.Value);
            foreach (var value in values is IEnumerable and not string ? ((IEnumerable)values).Cast<object?>() : [values])
            {
                added.Add(ArgumentText.Of(entry.Key), EmptyValue.Unwrap(value) is bool flag ? (flag ? "true" : "false") : ArgumentText.Of(value));
            }
        }

        var text = added.ToString();
        return text.Length > 0 && path.Contains('?', StringComparison.Ordinal) ? "&" + text[1..] : text;
    }

    /// <summary>The body's bytes; null for none.</summary>
    public static ReadOnlyMemory<byte>? Body(object? body) => EmptyValue.Unwrap(body) switch
    {
        null => null,
        string text => Encoding.UTF8.GetBytes(text),
        byte[] bytes => bytes,
        _ => JsonWriter.Write(body),
    };

    /// <summary>Whether a method changes nothing.</summary>
    public static bool IsRead(string method) => s_readingMethods.Contains(method);

    /// <summary>Rejects an invalid method, and a change with an empty part, which might affect more than intended.</summary>
    /// <exception cref="ArgumentException">Names the part.</exception>
    public static void Check(string method, string path, IDictionary? query, bool hasBody, object? body)
    {
        if (!IsRead(method))
        {
            CheckChange(method, path, query, hasBody, body);
        }

        if (!method.All(char.IsAsciiLetter))
        {
            throw new ArgumentException($"'{method}' is not an HTTP method.");
        }
    }

    /// <summary>The media type that a body has if none is given.</summary>
    public static string ContentType(string method, object? body) =>
        method != "PATCH" ? MediaTypes.Json : IsArray(EmptyValue.Unwrap(body)) ? MediaTypes.JsonPatch : MediaTypes.MergePatch;

    /// <summary>The headers, with their values as strings.</summary>
    /// <exception cref="ArgumentException">A header has several values.</exception>
    public static Dictionary<string, string> Headers(IDictionary? headers) =>
        (headers ?? new Hashtable()).Cast<DictionaryEntry>().ToDictionary(e => ArgumentText.Of(e.Key), e => EmptyValue.Unwrap(e.Value) switch
        {
            IEnumerable and not string => throw new ArgumentException($"The header '{e.Key}' has several values; specify one string."),
            var value => ArgumentText.Of(value),
        });

    /// <summary>Whether a raw request may be repeated, judged by its method and path alone. A review is a POST that stores nothing.</summary>
    public static RepeatSafety SafetyOf(string method, string path) =>
        IsRead(method)
        || (method == "POST" && path.Split('?')[0].EndsWith("reviews", StringComparison.Ordinal)
            && s_reviewGroups.Any(g => path.Contains(g, StringComparison.Ordinal)))
            ? RepeatSafety.Safe
            : RepeatSafety.Never;

    /// <summary>Whether the response is endless, like that of a watch.</summary>
    public static bool IsLongRunning(string pathAndQuery) =>
        pathAndQuery.Split('?', 2) is [_, var query]
            && query.Split('&').Select(p => p.Split('=', 2)).Any(p => p[0] is "watch" or "follow" && IsTrue(p.ElementAtOrDefault(1)));

    private static void CheckChange(string method, string path, IDictionary? query, bool hasBody, object? body)
    {
        var inQuery = (query ?? new Hashtable()).Cast<DictionaryEntry>().Where(e => EmptyValue.IsEmpty(e.Value))
            .Select(e => $"The parameter '{ArgumentText.Of(e.Key)}' of -Query");
        var inPath = path.Split('?', 2).Skip(1).SelectMany(q => q.Split('&')).Select(p => p.Split('=', 2))
            .Where(p => s_narrowing.Contains(p[0]) && string.IsNullOrWhiteSpace(p.ElementAtOrDefault(1)))
            .Select(p => $"The parameter '{p[0]}' of the path");
        var empty = inQuery.Concat(inPath).Concat(hasBody && method != "POST" && EmptyValue.IsEmpty(body) ? ["-Body"] : []);
        if (empty.FirstOrDefault() is { } what)
        {
            throw new ArgumentException(
                $"{what} is null or empty: without it, the {method} would affect more or other objects. If that is intended, omit it.");
        }

        if (path.Split('?', 2)[0].EndsWith('/') && !path.Contains("/proxy/", StringComparison.Ordinal))
        {
            // "…/configmaps/$nmae" is every ConfigMap of the namespace.
            throw new ArgumentException($"The path '{path}' of a {method} ends with '/': is a variable in it empty?");
        }
    }

    // As in the server, every value but these is true (apimachinery's Convert_Slice_string_To_bool).
    private static bool IsTrue(string? value) => value is not ("false" or "False" or "FALSE" or "f" or "F" or "0");

    private static bool IsArray(object? body) => body switch
    {
        string text => text.AsSpan().TrimStart().StartsWith("["),
        byte[] or IDictionary => false,
        _ => body is IEnumerable,
    };

}

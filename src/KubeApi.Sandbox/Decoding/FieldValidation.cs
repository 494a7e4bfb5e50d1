using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Http;

namespace KubeApi.Sandbox.Decoding;

/// <summary>What the client wants to hear of unknown and duplicate fields: `fieldValidation=Strict`, `Warn` (also when it says nothing) or `Ignore`.</summary>
internal sealed class FieldValidation(ApiRequest api)
{
    private readonly string _directive = Read(api);

    /// <summary>Adds the warnings, or refuses; what is said twice is said once, for a change may be tried again.</summary>
    /// <param name="complaints">`unknown field "spec.colour"` …</param>
    /// <param name="refusal">Makes the refusal from the strict decoder's message.</param>
    public void Report(IReadOnlyList<string> complaints, Func<string, StatusException> refusal)
    {
        if (complaints.Count == 0 || _directive == "Ignore")
        {
            return;
        }

        if (_directive == "Strict")
        {
            throw refusal($"strict decoding error: {string.Join(", ", complaints)}");
        }

        foreach (var complaint in complaints)
        {
            Answer.Warn(api.Http, complaint);
        }
    }

    public static string Unknown(string path) => $"unknown field {StatusAnswers.Quote(path)}";

    public static string Duplicate(string path) => $"duplicate field {StatusAnswers.Quote(path)}";

    private static string Read(ApiRequest api) => api.Query("fieldValidation") switch
    {
        null => "Warn",
        "Strict" or "Warn" or "Ignore" => api.Query("fieldValidation")!,
        var other => throw StatusAnswers.Invalid(
            api.OptionsKind, "meta.k8s.io", "", [StatusAnswers.Unsupported("fieldValidation", other, ["", "Ignore", "Strict", "Warn"])]),
    };
}

using System.Collections;
using System.Management.Automation;
using KubeApi.Session;

namespace KubeApi.Binding;

/// <summary>Refuses a parameter that would be ignored: one that contradicts another, or requires another.</summary>
internal static class ConflictingParameters
{
    private static readonly (string First, string Second, string Why)[] s_pairs =
    [
        ("AllNamespaces", "Namespace", ""),
        ("AllContainers", "Container", ""),
        ("Follow", "Previous", ": the previous run has ended"),
        ("ForceConflicts", "Replace", ": it already replaces the fields of all managers"),
    ];

    private static readonly string[] s_ofUri = ["Uri", "Token", "TokenFile", "CertificateAuthority", "ClientCertificate", "ClientKey", "SkipCertificateCheck"];
    private static readonly string[] s_ofKubeConfig = ["Context", "KubeConfig", "Cluster", "User"];

    /// <summary>
    /// Why a parameter cannot be combined with another one on the command line; null if it can. PowerShell binds none of the parameters that follow one of
    /// another parameter set, and its error names neither of them.
    /// </summary>
    /// <param name="invocation">The invocation.</param>
    /// <param name="parameter">The parameter that is being bound.</param>
    /// <param name="why">The reason and the advice; begins with a colon or a full stop.</param>
    /// <param name="others">The parameters with which it cannot be combined.</param>
    public static string? Fault(InvocationInfo invocation, string parameter, string why, params string[] others) =>
        CommandLineShape.Of(invocation) is { } shape && Array.Find(others, shape.Has) is { } other
            ? $"-{parameter} cannot be combined with -{other}{why}" : null;

    /// <summary>Why the parameters of Connect-KubeApi on the command line cannot be combined; null if they can.</summary>
    public static string? FaultOfConnection(InvocationInfo invocation)
    {
        var shape = CommandLineShape.Of(invocation);
        var ofKubeConfig = shape is null ? null
            : Array.Find(s_ofKubeConfig, shape.Has) ?? (shape is { Positionals: > 0, HasSplat: false, Unknown.Count: 0 } ? s_ofKubeConfig[0] : null);
        return ofKubeConfig is null ? null
            : Fault(
                invocation, ofKubeConfig, ": a kubeconfig has its own addresses, certificates and credentials. Use it alone, or connect with -Uri.", s_ofUri);
    }

    /// <summary>Checks the parameters of a command.</summary>
    /// <param name="invocation">The invocation.</param>
    /// <param name="readDefaults">Reads $PSDefaultParameterValues. A default is ignored if it contradicts a typed value.</param>
    /// <exception cref="ArgumentException">One of them would be ignored.</exception>
    public static void Refuse(InvocationInfo invocation, Func<IDictionary?> readDefaults)
    {
        var bound = invocation.BoundParameters;
        foreach (var (first, second, why) in s_pairs)
        {
            if (IsSet(bound, first) && IsSet(bound, second) && !IsDefault(first) && !IsDefault(second))
            {
                throw new ArgumentException($"-{first} cannot be combined with -{second}{why}. Omit one of them.");
            }
        }

        if (IsSet(bound, "Timeout") && invocation.MyCommand.Parameters.ContainsKey("Wait") && !bound.ContainsKey("Wait") && !IsDefault("Timeout"))
        {
            throw new ArgumentException("-Timeout has no effect without -Wait. Add -Wait.");
        }

        bool IsDefault(string parameter) => readDefaults()?.Keys.Cast<object>().Any(
            k => $"{k}".Split(':') is [var command, var name] && name.Trim().Equals(parameter, StringComparison.OrdinalIgnoreCase)
                && NameWildcard.Get(command.Trim()).IsMatch(invocation.MyCommand.Name)) == true;
    }

    // A switch may be false: -AllNamespaces:$all.
    private static bool IsSet(Dictionary<string, object> bound, string parameter) =>
        bound.TryGetValue(parameter, out var value) && value is not SwitchParameter { IsPresent: false };
}

using System.Collections.Frozen;

namespace KubeApi.Binding;

/// <summary>
/// The replacements of kubectl's options: <c>-Parameter</c> if the command has it, otherwise a sentence. An option that is not listed has the name of its
/// parameter, without the hyphens. Pure.
/// </summary>
internal static class KubectlReplacements
{
    private const string Filter = "Objects have properties: … | ForEach-Object { $_.spec.nodeName }, … | Select-Object Name, { $_.metadata.labels }.";
    private const string Kustomize = "The kustomize binary builds manifests: kustomize build DIR | Set-KubeApiObject.";
    private const string Watch = "To watch objects: Watch-KubeApiObject.";
    private const string Connection = "Use Connect-KubeApi with connection options; -Session selects the session that it opens.";

    // Keyed by the option, by the option and its value, or by the cmdlet and the option. The first replacement that the command has is used.
    private static readonly FrozenDictionary<string, string[]> s_known = new Dictionary<string, string[]>
    {
        ["as"] = ["-As", Connection],
        ["cascade"] = ["-Propagation"],
        ["chunk-size"] = ["-PageSize"],
        ["cluster"] = ["-Cluster", Connection],
        ["context"] = ["-Session"],
        ["dry-run"] = ["-DryRun", "-WhatIf"],
        ["filename"] = ["-Path"],
        ["flatten"] = ["An exported context always contains its certificates: omit the option."],
        ["force Clear-KubeApiNode"] = ["-Force"],
        ["force Remove-KubeApiObject"] = ["-GracePeriod 0 deletes pods at once; -Force deletes without a prompt."],
        ["for Get-KubeApiEvent"] = ["Specify the object: Get-KubeApiEvent pod/web-1."],
        ["i"] = ["-Confirm"],
        ["ignore-daemonsets"] = ["-IgnoreDaemonSet"],
        ["ignore-not-found"] = ["-ErrorAction Ignore ignores missing objects."],
        ["interactive"] = ["-Confirm"],
        ["k"] = [Kustomize],
        ["kubeconfig"] = ["-KubeConfig", Connection],
        ["kustomize"] = [Kustomize],
        ["label-columns"] = [Filter],
        ["L"] = [Filter],
        ["minify"] = ["Only one context is exported: omit the option."],
        ["no-headers"] = ["A single column: … | ForEach-Object Name; a table without headers: … | Format-Table -HideTableHeaders."],
        ["now"] = ["-GracePeriod 1 does the same."],
        ["all Remove-KubeApiObject"] = ["-Name * selects all objects."],
        ["all"] = ["Without a name, all objects are selected: omit the option."],
        ["o"] = [Filter],
        ["o=json"] = ["The objects as JSON: … | ConvertTo-Json -Depth 100."],
        ["o=name"] = ["… | ForEach-Object { \"$_\" } writes KIND/NAME."],
        ["o=wide"] = ["All columns: … | Format-Table -View Wide."],
        ["o=yaml"] = ["The objects as YAML: … | ConvertTo-KubeApiYaml."],
        ["overwrite"] = ["Values are always overwritten: omit the option."],
        ["R"] = ["-Recurse"],
        ["raw"] = ["To read a path: Invoke-KubeApi /healthz."],
        ["recursive"] = ["-Recurse"],
        ["selector"] = ["-LabelSelector"],
        ["server"] = [Connection],
        ["server-side"] = ["Objects are always applied and compared on the server: omit the option."],
        ["show-labels"] = [Filter],
        ["since-time"] = ["-Since"],
        ["sort-by"] = ["To sort: … | Sort-Object { $_.metadata.creationTimestamp }."],
        ["template"] = [Filter],
        ["timestamps"] = ["Each line has the property Timestamp."],
        ["token"] = ["-Token", Connection],
        ["types"] = ["-Type"],
        ["user"] = ["-User", Connection],
        ["v"] = ["-Verbose shows the requests."],
        ["validate"] = ["-FieldValidation"],
        ["w"] = [Watch],
        ["watch Get-KubeApiRollout"] = ["-Wait"],
        ["watch"] = [Watch],
        ["watch-only"] = ["To watch only new changes: Watch-KubeApiObject -NewOnly."],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The replacements of an option, the best one first.</summary>
    /// <param name="command">The cmdlet.</param>
    /// <param name="option">The option, without leading hyphens.</param>
    /// <param name="value">Its value; empty for none.</param>
    public static string[] Find(string command, string option, string value)
    {
        option = option == "output" ? "o" : option;
        return s_known.GetValueOrDefault($"{option} {command}") ?? s_known.GetValueOrDefault($"{option}={value}") ?? s_known.GetValueOrDefault(option)
            ?? [$"-{option.Replace("-", "", StringComparison.Ordinal)}"];
    }

    /// <summary>The recommended action for an unexpected argument.</summary>
    public static string ForExcess(string command) => command == "Get-KubeApiLog"
        ? "Separate pod names with commas, and name containers with -Container."
        : "Separate several values with commas.";
}

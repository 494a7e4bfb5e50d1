using System.Collections.Frozen;
using System.Text.RegularExpressions;
using KubeApi.Errors;

namespace KubeApi.Binding;

/// <summary>
/// The replacements of kubectl's options: <c>-Parameter</c> if the command has it, otherwise a sentence. An option that is not listed has the name of its
/// parameter, without the hyphens. Pure.
/// </summary>
internal static partial class KubectlReplacements
{
    private const string Filter = "Objects have properties: … | ForEach-Object { $_.spec.nodeName }, … | Select-Object Name, { $_.metadata.labels }.";
    private const string Kustomize = "The kustomize binary builds manifests: kustomize build DIR | Set-KubeApiObject.";
    private const string File = "To read the objects of files: Import-KubeApiManifest {file} | {command}.";
    private const string Selector = "Pipe the objects in: Get-KubeApiObject TYPE -LabelSelector {value} | {command}.";
    private const string Watch = "To watch objects: Watch-KubeApiObject.";
    private const string AlwaysWatches = "Watch-KubeApiObject always watches: omit the option.";
    private const string Pipe = "Pipe the objects in: Get-KubeApiObject TYPE | {command}.";
    private const string PipeNodes = "Pipe the nodes in: Get-KubeApiObject nodes | {command}.";
    private const string NoName = "Without a name, all objects are selected: omit the option.";
    private const string NoTerminal = "Not needed: the command has no terminal, and reads the pipeline. To connect your terminal: Enter-KubeApiPod.";
    private const string HasTerminal = "Not needed: Enter-KubeApiPod always connects your terminal.";
    private const string AddsDebugger = "Enter-KubeApiPod -DebugImage adds a container of that image to the pod, and has no other option of kubectl debug.";
    private const string Connection = "Use Connect-KubeApi with connection options; -Session selects the session that it opens.";

    private const string Ids = "Specify ids, separated by commas; without an id, all are listed.";
    private const string StopIds = "Specify ids, separated by commas; {list} shows them. For all: {list} | {command}.";
    private const string StopAll = "To stop all: {list} | {command}.";
    private const string Quiet = "Notes about the chosen pod and container go to the information stream: -InformationAction Ignore hides them.";
    private const string Socket = "The proxy listens on a port: -Port 0 for a free one.";
    private const string AwaitPod = "To wait until the pod is ready: Wait-KubeApiObject pod NAME -Timeout 1m.";

    private const string ActAs = "To act as another user: Connect-KubeApi -As {user}.";

    /// <summary>The key of arguments that are not options.</summary>
    public const string Excess = "";

    private const string NodeNames = "Specify names of nodes, separated by commas: {command} node1,node2.";
    private const string Manifests =
        "It reads manifests: {command} -Path app.yaml. To change a named object: Update-KubeApiObject deploy web @{ … }, or Edit-KubeApiObject.";

    // Keyed by the option, by the option and its value, or by the cmdlet and the option. The first replacement that the command has is used.
    private static readonly FrozenDictionary<string, string[]> s_known = new Dictionary<string, string[]>
    {
        [Excess] = ["Separate several values with commas."],
        [$"{Excess} Get-KubeApiLog"] = ["For the pods of a workload: TYPE/NAME (deployment/web); for several pods: web-1,web-2; for a container: -Container."],
        [$"{Excess} Get-KubeApiPortForward"] = [Ids],
        [$"{Excess} Get-KubeApiProxy"] = [Ids],
        [$"{Excess} Stop-KubeApiPortForward"] = [StopIds],
        [$"{Excess} Stop-KubeApiProxy"] = [StopIds],
        [$"{Excess} Clear-KubeApiNode"] = [NodeNames],
        [$"{Excess} Resume-KubeApiNode"] = [NodeNames],
        [$"{Excess} Suspend-KubeApiNode"] = [NodeNames],
        [$"{Excess} Compare-KubeApiObject"] = [Manifests],
        [$"{Excess} Set-KubeApiObject"] = [Manifests],
        [$"{Excess} Remove-KubeApiObject"] = ["Separate several values with commas. For the objects of files: -Path."],
        [$"{Excess} Update-KubeApiObject"] = ["Separate several values with commas. A patch cannot be combined with -Label, -Annotation and -Image."],
        [$"{Excess} New-KubeApiToken"] = ["Specify names of service accounts, separated by commas: New-KubeApiToken ci,deployer."],
        [$"{Excess} Get-KubeApiRollout"] = ["To see the status and the history: Get-KubeApiRollout deploy web; to wait for its end: -Wait."],
        [$"{Excess} New-KubeApiObject"] = ["It creates objects from manifests; about_KubeApi_Kubectl has a recipe for each 'kubectl create'."],
        ["as"] = ["-As", ActAs],
        ["as-group"] = ["-AsGroup", ActAs],
        ["cascade"] = ["-Propagation"],
        ["chunk-size"] = ["-PageSize"],
        ["cluster"] = ["-Cluster", Connection],
        ["context"] = ["-Session"],
        ["copy-to"] = [AddsDebugger],
        ["custom"] = [AddsDebugger],
        ["detach-keys"] = ["Enter, ~ and . at the beginning of a line leave the container: omit the option."],
        ["dry-run"] = ["-DryRun", "-WhatIf"],
        ["env Enter-KubeApiPod"] = [AddsDebugger],
        ["f"] = [File],
        ["filename"] = ["-Path", File],
        ["flatten"] = ["An exported context always contains its certificates: omit the option."],
        ["force Clear-KubeApiNode"] = ["-Force"],
        ["force Remove-KubeApiObject"] = ["-GracePeriod 0 deletes pods at once; -Force deletes without a prompt."],
        ["for Get-KubeApiEvent"] = ["Specify the object: Get-KubeApiEvent pod/web-1."],
        ["disable-filter"] = ["The rules are parameters: -AcceptHosts '.*' -RejectPaths '^$' accepts all requests."],
        ["i"] = ["-Confirm"],
        ["i Enter-KubeApiPod"] = [HasTerminal],
        ["i Invoke-KubeApiCommand"] = [NoTerminal],
        ["ignore-errors"] = ["A log that cannot be read is an error, and the others follow: omit the option."],
        ["image Enter-KubeApiPod"] = ["-DebugImage"],
        ["image-pull-policy"] = [AddsDebugger],
        ["ignore-daemonsets"] = ["-IgnoreDaemonSet"],
        ["ignore-not-found"] = ["-ErrorAction Ignore ignores missing objects."],
        ["insecure-skip-tls-verify-backend"] =
            ["For such a log: Invoke-KubeApi '/api/v1/namespaces/NAMESPACE/pods/POD/log?insecureSkipTLSVerifyBackend=true'."],
        ["interactive"] = ["-Confirm"],
        ["k"] = [Kustomize],
        ["keepalive"] = ["Idle connections are kept open: omit the option."],
        ["kubeconfig"] = ["-KubeConfig", Connection],
        ["kustomize"] = [Kustomize],
        ["l"] = ["-LabelSelector", Selector],
        ["label-columns"] = [Filter],
        ["L"] = [Filter],
        ["list Get-KubeApiAccess"] = ["Without -Who, it lists your permissions: omit the option."],
        ["list Test-KubeApiAccess"] = ["To list your permissions: Get-KubeApiAccess."],
        ["max-log-requests"] = ["All pods are followed, however many there are: omit the option."],
        ["minify"] = ["Only one context is exported: omit the option."],
        ["no-preserve"] = ["Permissions and times are kept: omit the option."],
        ["no-headers"] = ["A single column: … | ForEach-Object Name; a table without headers: … | Format-Table -HideTableHeaders."],
        ["now"] = ["-GracePeriod 1 does the same."],
        ["all Remove-KubeApiObject"] = ["-Name * selects all objects."],
        ["all Get-KubeApiObject"] = [NoName],
        ["all Get-KubeApiUsage"] = [NoName],
        ["all Watch-KubeApiObject"] = [NoName],
        ["all Wait-KubeApiObject"] = [NoName],
        ["all Clear-KubeApiNode"] = [PipeNodes],
        ["all Resume-KubeApiNode"] = [PipeNodes],
        ["all Suspend-KubeApiNode"] = [PipeNodes],
        ["all Stop-KubeApiPortForward"] = [StopAll],
        ["all Stop-KubeApiProxy"] = [StopAll],
        ["all"] = [Pipe],
        ["all-pods"] = ["For the logs of several pods: Get-KubeApiLog pods -LabelSelector app=web -Prefix."],
        ["append-server-path"] = ["The path of the server's address is always added: omit the option."],
        ["o"] = [Filter],
        ["o=json"] = ["The objects as JSON: … | ConvertTo-Json -Depth 100."],
        ["o=name"] = ["… | ForEach-Object { \"$_\" } writes KIND/NAME."],
        ["o=wide"] = ["All columns: … | Format-Table -View Wide."],
        ["o=yaml"] = ["The objects as YAML: … | ConvertTo-KubeApiYaml."],
        ["overwrite"] = ["Values are always overwritten: omit the option."],
        ["pod-running-timeout"] = [AwaitPod],
        ["pod-running-timeout Start-KubeApiPortForward"] = ["To wait until the pod accepts connections: -Wait -Timeout 1m."],
        ["profile"] = [AddsDebugger],
        ["q"] = [Quiet],
        ["quiet"] = [Quiet],
        ["R"] = ["-Recurse"],
        ["raw"] = ["To read a path: Invoke-KubeApi /healthz."],
        ["recursive"] = ["-Recurse"],
        ["retries"] = ["A broken copy resumes by itself: omit the option."],
        ["selector"] = ["-LabelSelector", Selector],
        ["server"] = [Connection],
        ["server-side"] = ["Objects are always applied and compared on the server: omit the option."],
        ["same-node"] = [AddsDebugger],
        ["set-image"] = [AddsDebugger],
        ["share-processes"] = [AddsDebugger],
        ["show-labels"] = [Filter],
        ["since-time"] = ["-Since"],
        ["sort-by Get-KubeApiUsage"] = ["To sort: … | Sort-Object Cpu -Descending, or … | Sort-Object Memory -Descending."],
        ["sort-by"] = ["To sort: … | Sort-Object { $_{path} }."],
        ["stdin Enter-KubeApiPod"] = [HasTerminal],
        ["stdin Invoke-KubeApiCommand"] = [NoTerminal],
        ["t Enter-KubeApiPod"] = [HasTerminal],
        ["t Invoke-KubeApiCommand"] = [NoTerminal],
        ["template"] = [Filter],
        ["timestamps"] = ["Each line has the property Timestamp: … | ForEach-Object { \"$($_.Timestamp.ToString('o')) $_\" }."],
        ["token"] = ["-Token", Connection],
        ["tty Enter-KubeApiPod"] = [HasTerminal],
        ["tty Invoke-KubeApiCommand"] = [NoTerminal],
        ["timeout=-1s"] = ["With it, kubectl waits for a week: -Timeout 7d."],
        ["types"] = ["-Type"],
        ["u Start-KubeApiProxy"] = [Socket],
        ["unix-socket"] = [Socket],
        ["user"] = ["-User", Connection],
        ["v"] = ["-Verbose shows the requests."],
        ["validate"] = ["-FieldValidation"],
        ["w"] = [Watch],
        ["w Watch-KubeApiObject"] = [AlwaysWatches],
        ["watch Watch-KubeApiObject"] = [AlwaysWatches],
        ["watch-only Watch-KubeApiObject"] = ["-NewOnly"],
        ["watch Get-KubeApiRollout"] = ["-Wait"],
        ["watch"] = [Watch],
        ["www"] = ["-StaticPath"],
        ["www-prefix"] = ["-StaticPrefix"],
        ["watch-only"] = ["To watch only new changes: Watch-KubeApiObject -NewOnly."],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The replacements of an option, the best one first.</summary>
    /// <param name="command">The cmdlet.</param>
    /// <param name="option">The option, without leading hyphens; or <see cref="Excess"/>.</param>
    /// <param name="value">Its value; empty for none.</param>
    public static IReadOnlyList<string> Find(string command, string option, string value)
    {
        // A single letter is case-sensitive. A longer option in upper case was written like a parameter.
        option = option == "output" ? "o" : option.Length > 1 ? option.ToLowerInvariant() : option;
        var found = s_known.GetValueOrDefault($"{option} {command}") ?? s_known.GetValueOrDefault($"{option}={value}") ?? s_known.GetValueOrDefault(option)
            ?? [$"-{option.Replace("-", "", StringComparison.Ordinal)}"];
        return
        [
            .. found.Select(r => r.Replace("{command}", command, StringComparison.Ordinal)
                .Replace("{list}", command.Replace("Stop-", "Get-", StringComparison.Ordinal), StringComparison.Ordinal)
                .Replace("{value}", value.Length > 0 ? QuotedArgument.Of(value) : "app=web", StringComparison.Ordinal)
                .Replace("{file}", value.Length > 0 ? QuotedArgument.Of(value) : "FILE", StringComparison.Ordinal)
                .Replace("{user}", value.Length > 0 ? QuotedArgument.Of(value) : "NAME", StringComparison.Ordinal)
                .Replace("{path}", PropertyPath(value), StringComparison.Ordinal)),
        ];
    }

    // {.metadata.labels.app\.kubernetes\.io/name} is .metadata.labels.'app.kubernetes.io/name' in PowerShell.
    private static string PropertyPath(string jsonPath)
    {
        var steps = Dot().Split(jsonPath.Trim('{', '}', '\'').TrimStart('.')).Select(s => s.Replace("\\.", ".", StringComparison.Ordinal)).ToList();
        return steps is [""] ? ".metadata.creationTimestamp"
            : string.Concat(steps.Select(s => SimpleStep().IsMatch(s) ? $".{s}" : $".{QuotedArgument.Quoted(s)}"));
    }

    [GeneratedRegex(@"(?<!\\)\.")]
    private static partial Regex Dot();

    [GeneratedRegex(@"^\w+(\[\d+\])?$")]
    private static partial Regex SimpleStep();
}

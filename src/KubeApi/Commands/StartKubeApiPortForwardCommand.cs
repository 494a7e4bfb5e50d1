using System.Management.Automation;
using System.Net;
using KubeApi.Binding;
using KubeApi.Client.Errors;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Operations;
using KubeApi.Session;

namespace KubeApi.Commands;

/// <summary>Forwards local ports to a pod, or to the newest ready pod of a workload or a service, in the background of this process.</summary>
[Cmdlet(VerbsLifecycle.Start, "KubeApiPortForward", DefaultParameterSetName = NameSet)]
[OutputType(typeof(KubeApiPortForward))]
public sealed class StartKubeApiPortForwardCommand : PodCmdlet
{
    private string _target = "";
    private PortArgument[] _port = [];

    /// <summary>The pod by its name, or TYPE/NAME of a pod, workload or service.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ResourceTransformation(
        Piped = "$pod | Start-KubeApiPortForward -Port 8080:80", Several = "Run the command for each target, with a local port of its own.")]
    [ArgumentCompleter(typeof(PodCompleter))]
    [ValidateNotNullOrEmpty]
    public string Target { get => _target; set => _target = Typed(value); }

    /// <summary>The ports as LOCAL:REMOTE: <c>8080:http</c>, <c>0:80</c> for a free local port, <c>8080</c> for the same number.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromRemainingArguments = true, ParameterSetName = NameSet)]
    [Parameter(Mandatory = true, ParameterSetName = InputObjectSet)]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateNotNullOrEmpty]
    public PortArgument[] Port
    {
        get => _port;
        // A mistyped parameter is one of the remaining arguments.
        set => _port = Typed(value, ports => ports.FirstOrDefault(p => p.Fault is not null) is not { } wrong ? null
            : $"{wrong}".StartsWith('-') ? KubectlOption.Unknown($"{wrong}", MyInvocation.MyCommand)
            : wrong.Fault);
    }

    /// <summary>Pods, workloads and services; or strings like <c>web-1</c> and <c>service/web</c>.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputObjectSet)]
    [ValidateNotNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The local addresses. With an address other than a loopback address (the default), other machines can reach the port.</summary>
    [Parameter]
    [AddressTransformation]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateNotNullOrEmpty]
    public IPAddress[] Address { get; set; } = [];

    /// <summary>Wait until the pod accepts connections on the port.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long -Wait waits: seconds, <c>2m</c>, or a TimeSpan. Without it, 60 seconds.</summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Not a parameter: -Port takes the remaining arguments.</summary>
    public override string[] ExcessArgument { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process()
    {
        var starter = new PortForwardStarter(Pipeline, Sessions, Pods, Address, Wait ? Timeout : null);
        foreach (var selection in ParameterSetName == NameSet ? Pods.Find(Target, null) : Pods.Find(InputObject!))
        {
            // A failure of the target is the same for each port.
            var failures = new HashSet<string>();
            foreach (var port in Port)
            {
                Pipeline.Attempt(selection.Text, selection.Session, () =>
                {
                    try
                    {
                        WriteObject(starter.Start(selection, port));
                    }
                    catch (Exception e) when (e is KubeApiException or ArgumentException && !failures.Add(e.Message))
                    {
                    }
                });
            }
        }
    }
}

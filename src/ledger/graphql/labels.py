"""Chinese labels of enum values: descriptions in the schema, and data where a client shows them."""

from __future__ import annotations

from enum import StrEnum

from ledger.commands.listing import Regime
from ledger.domain.attachment import AttachmentKind
from ledger.domain.credit_rating import Objection
from ledger.domain.department_events import BodyKind
from ledger.domain.document_number import DocumentKind, NumberState
from ledger.domain.enterprise_events import ControllerKind, ControlNature
from ledger.domain.equipment_events import EquipmentKind, EquipmentStatus, OfferStatus
from ledger.domain.hazard_events import (
    HazardChange,
    HazardLevel,
    HazardSource,
    HazardStatus,
    ReopeningCause,
    SupervisionLevel,
)
from ledger.domain.leading_group import GroupRole
from ledger.domain.listing import SubjectKind
from ledger.domain.matter import MatterStatus
from ledger.domain.mine_duty_events import SelfInspectionKind
from ledger.domain.mine_events import KeyPost, SizeClass
from ledger.domain.mine_file_events import CapacityKind, DisasterKind, StandardisationChange
from ledger.domain.mine_operation_events import ContractingScope, ExitDecision, FeedKind, FeedLevel, FeedState
from ledger.domain.mine_status_events import MineStatus, SigningOffice, WorkKind
from ledger.domain.mine_working_events import FaceKind, FaceMethod, Seams
from ledger.domain.obligation_events import ObligationStatus, OwnerKind
from ledger.domain.order_effect_events import Publication
from ledger.domain.order_events import OnSiteMeasure, OrderKind, OrderScope, OrderStatus, Referral, ServiceMode
from ledger.domain.person_events import CertificateKind
from ledger.domain.plan_events import GoalOperator, Measure, PlanStatus
from ledger.domain.post_events import PostLayer, PostManner
from ledger.domain.production_year_events import ShiftKind
from ledger.domain.project_events import ApprovalKind, ApprovalOutcome, ProjectKind, ProjectStatus
from ledger.domain.risk_events import (
    AccidentKind,
    AssessmentKind,
    GradingMethod,
    RiskGrade,
    RiskReopeningCause,
    RiskStatus,
)
from ledger.domain.task_events import DutyMode, TaskStatus
from ledger.domain.two_lists import ListItemStatus, ListKind
from ledger.domain.warning_events import DeliveryChannel, WarningLevel, WarningSource, WarningStatus
from ledger.projections.plan_figures import NotCounted
from ledger.projections.submissions import SubmissionStatus


class HolderBody(StrEnum):
    """What a post belongs to (岗位所属): a department, an enterprise, a mine."""

    DEPARTMENT = "DEPARTMENT"
    ENTERPRISE = "ENTERPRISE"
    MINE = "MINE"


class HazardOrder(StrEnum):
    """What a list of hazards is ordered by (隐患排序); one without a deadline comes last."""

    FOUND_ON = "FOUND_ON"
    DEADLINE = "DEADLINE"


class RiskOrder(StrEnum):
    """What a list of risks is ordered by (风险排序); one without a review to come comes last."""

    IDENTIFIED_ON = "IDENTIFIED_ON"
    REVIEW_DUE = "REVIEW_DUE"


def _zip(cls: type[StrEnum], text: str) -> dict[StrEnum, str]:
    return dict(zip(cls, text.split(), strict=True))


LABELS: dict[type[StrEnum], dict[StrEnum, str]] = {
    AttachmentKind: _zip(AttachmentKind, "文书 照片 音视频 回证 报告 图纸 数据 其他"),
    DocumentKind: _zip(DocumentKind, "执法文书 处罚文书 函件 报告 通知 其他"),
    NumberState: _zip(NumberState, "已使用 已作废 已退回"),
    OnSiteMeasure: _zip(OnSiteMeasure, "撤出作业人员 暂时停产 停止使用设施设备 立即排除 查封扣押"),
    OrderKind: _zip(OrderKind, "现场处理措施 责令限期整改 停产整顿 监管监察意见书 督办函 约谈"),
    OrderScope: _zip(OrderScope, "全矿 采区 采掘工作面 设备"),
    OrderStatus: _zip(OrderStatus, "已告知 已下达 已送达 已回复 已履行 未履行 已解除 已替换 已撤销 不予处罚"),
    Referral: _zip(Referral, "建议移送 决定移送 不予移送"),
    ServiceMode: _zip(ServiceMode, "直接送达 留置送达 电子送达 委托送达 邮寄送达 公告送达"),
    OfferStatus: _zip(OfferStatus, "待接收 已接收 已拒收 已撤回"),
    Publication: _zip(Publication, "停产整顿公告 处罚决定公开 恢复生产公告 处罚决定撤回说明"),
    HazardOrder: _zip(HazardOrder, "发现日期 整改期限"),
    HazardSource: _zip(HazardSource, "企业自查 监管检查 国家监察 举报 远程巡查"),
    HazardLevel: _zip(HazardLevel, "重大 一般A 一般B 一般C 一般D 一般E"),
    HazardStatus: _zip(HazardStatus, "待定级 待下达整改 整改中 待验收 已验收 复查合格 已销号 已撤销"),
    ReopeningCause: _zip(ReopeningCause, "假整改 复发 整改不彻底 误销号"),
    SupervisionLevel: _zip(SupervisionLevel, "县区级 市级 省级"),
    HazardChange: _zip(HazardChange, "延期 降级 撤销"),
    SizeClass: _zip(SizeClass, "大型 中型 小型 未分类"),
    MineStatus: _zip(MineStatus, "办理审批 建设 生产 自行停产 现场责令停止 停产整顿 暂扣许可证 关闭"),
    KeyPost: _zip(KeyPost, "董事长 总经理 矿长 实际控制人 总工程师 安全副矿长 生产副矿长 机电副矿长"),
    CapacityKind: _zip(CapacityKind, "设计能力 核定能力 公告能力"),
    DisasterKind: _zip(DisasterKind, "瓦斯 冲击地压 水害 自然发火 煤尘"),
    StandardisationChange: _zip(StandardisationChange, "考核定级 降级 撤销等级"),
    ContractingScope: _zip(ContractingScope, "整体托管 采掘工作面外包 井巷维修外包"),
    FeedKind: _zip(FeedKind, "安全监控系统 人员位置监测系统 工业视频监测系统 冲击地压监测 水害监测"),
    FeedLevel: _zip(FeedLevel, "区级 市级"),
    FeedState: _zip(FeedState, "已接入 中断"),
    ExitDecision: _zip(ExitDecision, "引导有序退出 关闭 分类处置 继续办理"),
    Seams: _zip(Seams, "单一煤层 多煤层"),
    FaceKind: _zip(FaceKind, "采煤 掘进"),
    FaceMethod: _zip(FaceMethod, "机械化 爆破"),
    ShiftKind: _zip(ShiftKind, "生产班 检修班"),
    SelfInspectionKind: _zip(SelfInspectionKind, "复工复产前 月度 旬度"),
    SigningOffice: _zip(SigningOffice, "部门主要负责人 矿山安全监察机构 政府主要负责人"),
    WorkKind: _zip(WorkKind, "生产 建设 整改维修 通风 排水"),
    TaskStatus: _zip(TaskStatus, "已下达 已落实责任 已报送 已通过 已办结 已中止 已撤回"),
    DutyMode: _zip(DutyMode, "牵头 共同 单独"),
    PlanStatus: _zip(PlanStatus, "执行中 已完成 已废止"),
    GoalOperator: _zip(GoalOperator, "不超过 不低于 等于 推进 遏制"),
    Measure: _zip(
        Measure,
        "煤矿数量 中型煤矿产能占比 二级以上标准化占比 30万吨/年以下煤矿数量 采煤机械化程度 掘进装载机械化程度 "
        "无人值守固定作业地点数 远程监管接入占比",
    ),
    NotCounted: _zip(NotCounted, "台账无此类记录，以上报数为准 没有可统计的煤矿 有煤矿尚未上报"),
    SubmissionStatus: _zip(SubmissionStatus, "待报送 已报送 已退回 待明确责任单位 已明确责任单位 不再报送"),
    ListKind: _zip(ListKind, "问题隐患清单 制度措施清单"),
    ListItemStatus: _zip(ListItemStatus, "整改中 已整改 已确认 已移出"),
    MatterStatus: _zip(MatterStatus, "已提出 已请示 已批复 已上会 已决定 已办结 已撤回"),
    OwnerKind: _zip(OwnerKind, "岗位 部门 企业"),
    ObligationStatus: _zip(ObligationStatus, "待履行 已履行 逾期未履行 逾期已履行 补录证明按期履行 不适用 已免责"),
    Objection: _zip(Objection, "无 已提出 成立 不成立"),
    SubjectKind: _zip(SubjectKind, "单位 个人"),
    Regime: _zip(Regime, "安监总办〔2017〕49号 应急管理部令第11号"),
    RiskOrder: _zip(RiskOrder, "辨识日期 研判期限"),
    RiskGrade: _zip(RiskGrade, "重大（红） 较大（橙） 一般（黄） 低（蓝）"),
    RiskStatus: _zip(RiskStatus, "待评估 待管控 管控中 管控不到位 已消除"),
    AccidentKind: _zip(AccidentKind, "顶板 瓦斯 机电 运输 放炮 水害 火灾 其他"),
    AssessmentKind: _zip(AssessmentKind, "年度辨识 专项辨识 日常辨识"),
    GradingMethod: _zip(GradingMethod, "作业条件危险性评价法 风险矩阵法 直接判定 其他"),
    RiskReopeningCause: _zip(RiskReopeningCause, "再次出现 并未消除 条件变化 误登记消除"),
    ProjectKind: _zip(ProjectKind, "新建 改扩建 升级改造 技术改造 安全改造"),
    ApprovalKind: _zip(
        ApprovalKind,
        "划定矿区范围批复 项目核准 采矿权变更登记 安全设施设计批复 环境影响评价批复 初步设计批复 开工备案",
    ),
    ApprovalOutcome: _zip(ApprovalOutcome, "批准 不予批准 失效 撤销"),
    ProjectStatus: _zip(ProjectStatus, "申报 建设 停工 联合试运转 已验收 投入使用 已取消"),
    EquipmentKind: _zip(
        EquipmentKind,
        "提升机 主要通风机 局部通风机 排水泵 采煤机 掘进机 支架 输送机 机车 防爆电气 监控传感器 救援装备 其他",
    ),
    EquipmentStatus: _zip(EquipmentStatus, "出厂 入库 入矿 使用 检修 报废 丢失"),
    WarningLevel: _zip(WarningLevel, "红色 橙色 黄色 蓝色"),
    WarningSource: _zip(WarningSource, "监测监控 气象 会商研判 监督检查 上级部门"),
    WarningStatus: _zip(WarningStatus, "生效 已被替代 已解除"),
    DeliveryChannel: _zip(DeliveryChannel, "平台 短信 电话 书面 其他"),
    ControllerKind: _zip(ControllerKind, "个人 单位"),
    ControlNature: _zip(ControlNature, "名实一致 名义持有（代持） 实际控制"),
    CertificateKind: _zip(CertificateKind, "行政执法证 安全生产知识和管理能力考核合格证 特种作业操作证 注册安全工程师"),
    GroupRole: _zip(GroupRole, "组长 副组长 成员"),
    HolderBody: _zip(HolderBody, "机构 企业 煤矿"),
    PostLayer: _zip(PostLayer, "决策层 管理层 技术层"),
    PostManner: _zip(PostManner, "正式任职 兼任 代理 挂名 实际履职"),
    BodyKind: _zip(
        BodyKind,
        "党委政府 党委部门 政府部门 领导小组办公室 安全生产委员会 公安机关 监察委员会 检察院 法院 矿山安全监察机构 "
        "执法队伍 事业单位 供电企业 民爆供应单位",
    ),
}


def label(value: StrEnum | None) -> str | None:
    """The Chinese label of an enum value."""
    return None if value is None else LABELS[type(value)][value]

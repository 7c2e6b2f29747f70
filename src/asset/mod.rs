//! The things that are valued: what kind of right, whose, since when.
//!
//! A thing knows its dates; how long the law lets it live is a reading of the law pack
//! ([`crate::standard::legal_life`]), and what it is worth is a method's business.

mod date;

pub use date::{
    Date, after, looks_like_date, parse_date, written, year_end_after, years_actual_365, years_after,
    years_between,
};

/// A kind of right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssetKind {
    /// 发明
    Invention,
    /// 实用新型
    UtilityModel,
    /// 外观设计
    Design,
    /// 商标
    Trademark,
    /// 著作权
    Copyright,
    /// 软件
    Software,
    /// 商业秘密
    TradeSecret,
    /// 集成电路布图设计
    LayoutDesign,
    /// 植物新品种
    PlantVariety,
}

impl AssetKind {
    /// All kinds, by the spelling that a case uses.
    pub const NAMES: &'static [&'static str] = &[
        "invention",
        "utilityModel",
        "design",
        "trademark",
        "copyright",
        "software",
        "tradeSecret",
        "layoutDesign",
        "plantVariety",
    ];

    /// The kind that a case spells so.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "invention" => Self::Invention,
            "utilityModel" => Self::UtilityModel,
            "design" => Self::Design,
            "trademark" => Self::Trademark,
            "copyright" => Self::Copyright,
            "software" => Self::Software,
            "tradeSecret" => Self::TradeSecret,
            "layoutDesign" => Self::LayoutDesign,
            "plantVariety" => Self::PlantVariety,
            _ => return None,
        })
    }

    /// Whether the right can outlive any date: renewed without end, or kept secret without end.
    pub fn may_last(self) -> bool {
        matches!(self, Self::Trademark | Self::TradeSecret)
    }

    /// Whether a patent office collects an annual fee for it.
    pub fn is_patent(self) -> bool {
        matches!(self, Self::Invention | Self::UtilityModel | Self::Design)
    }
}

/// A right, as far as the case tells.
#[derive(Clone, Debug)]
pub struct Asset {
    /// What kind of right.
    pub kind: AssetKind,
    /// Under whose law, as an ISO 3166 code; `CN` if the case is silent.
    pub jurisdiction: String,
    /// 申请日
    pub filing_date: Option<Date>,
    /// 授权日
    pub grant_date: Option<Date>,
    /// 注册日
    pub registration_date: Option<Date>,
    /// 首次发表日
    pub publication_date: Option<Date>,
    /// 创作或开发完成日
    pub completion_date: Option<Date>,
    /// 布图设计创作完成日
    pub creation_date: Option<Date>,
    /// 首次商业利用日
    pub first_use_date: Option<Date>,
    /// Day on which the author, or the last of several, died.
    pub death_date: Option<Date>,
    /// Whether a natural person owns it; some terms depend on that.
    pub owned_by_person: bool,
    /// Whether a plant variety is woody (木本、藤本), or a vine or tree before 2025-06-01.
    pub woody: bool,
    /// How many further renewals of a mark the case counts on.
    pub renewals: u32,
    /// The end of the term after a compensation that was granted.
    pub compensated_end: Option<Date>,
    /// The day on which a mark was last used, as far as the case tells.
    pub last_use: Option<Date>,
    /// The end of the right as the case states it, for rights that no edition here covers.
    pub legal_end: Option<Date>,
}
